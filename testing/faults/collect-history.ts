import { git } from '../github/run-git.ts'
import type { ActionResult } from '../runner/start-action.ts'
import type { EndRecord, History, HistoryEvent, RunFact } from './history.ts'
import type { Case } from './open-case.ts'
import { BAD, COMPONENT, PRODUCTION } from './template.ts'

export type CaseFacts = {
  /** How the stages ended, and what was asked of GitHub. */
  events: HistoryEvent[]
  results: ActionResult[]
  /** By their names, the first one first. */
  runs: Record<string, RunFact>
  reconciled: boolean
}

/** Puts together what git, GitHub, the service and the stages themselves know. */
export async function collectHistory(world: Case, facts: CaseFacts): Promise<History> {
  const { repository, service, github } = world
  const stages = facts.events.filter((event) => event.kind === 'stage-ended')
  const stageAt = (at: number): string => stages.find((stage) => at <= stage.at)?.by ?? stages.at(-1)?.by ?? 'nobody'
  const asked = facts.events.filter((event) => event.kind === 'asked-to-move')
  const [first, ...moves] = world.tagLog()
  if (first === undefined || first.to !== world.people[0]?.object)
    throw new Error('The log of the tag does not begin with the push')
  const moved = moves.map(({ from, to }): HistoryEvent => {
    const person = world.people.find(({ object }) => object === to)
    if (person) return { kind: 'moved', at: person.at, by: 'human', from, to }
    const ask = asked.find((event) => event.to === to && (event.expected === from || event.expected === null))
    return { kind: 'moved', at: ask?.at ?? 0, by: ask?.by ?? 'nobody who asked', from, to }
  })
  const deploys = service.journal().map(({ at, half, version, reason }): HistoryEvent => {
    const kind = half === 'began' ? 'deploy-began' : 'deploy-ended'
    return { kind, at, by: stageAt(at), version, reason }
  })
  const others: HistoryEvent[] = [
    ...leaks(world, facts.results).map((where): HistoryEvent => ({ kind: 'leaked', at: 0, by: 'a run', where })),
    ...github.violations.map((text): HistoryEvent => ({ kind: 'objection', at: 0, by: 'platform', text })),
  ]
  return {
    start: { tag: first.to, served: world.start.served },
    events: [...facts.events, ...moved, ...deploys, ...others].sort((a, b) => a.at - b.at),
    end: {
      tag: (await repository.refs()).get(PRODUCTION) ?? null,
      served: service.served(),
      records: recordsOf(world),
      openIncidents: repository.issues
        .filter(({ state }) => state === 'open')
        .map(({ title, body }) => `${title}\n${body}`),
    },
    ...{ runs: facts.runs, versionOf: await versionsOf(world), bad: BAD, reconciled: facts.reconciled },
  }
}

const recordsOf = ({ repository }: Case): EndRecord[] =>
  repository.deployments.map(({ payload, statuses }) => {
    const { kind, to, run } = payload as { kind: string; to: { version: string }; run: { id: number } }
    return { by: `guard ${run.id}`, kind, version: to.version, state: statuses.at(-1)?.state ?? null }
  })

/** Version of every tag object of the component, unreachable ones too, through the commit that it leads to. */
async function versionsOf({ repository }: Case): Promise<Record<string, string>> {
  const objects = await git(repository.gitDir, [
    ...['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname) %(objecttype)'],
  ])
  const tags = objects.split('\n').flatMap((line) => (line.endsWith(' tag') ? [line.slice(0, 40)] : []))
  const listed = await git(repository.gitDir, [
    ...['for-each-ref', '--format=%(*objectname) %(refname)', `refs/tags/${COMPONENT}/v*`],
  ])
  const versions = new Map(
    listed.split('\n').map((line) => [line.slice(0, 40), line.slice(line.lastIndexOf('/') + 1)] as const),
  )
  const peeled = await git(repository.gitDir, ['cat-file', '--batch-check=%(objectname)'], {
    input: tags.map((tag) => `${tag}^{commit}\n`).join(''),
  })
  const commits = peeled.split('\n')
  return Object.fromEntries(
    [...tags.map((tag, index) => [tag, commits[index] ?? ''] as const), ...[...versions.keys()].map((c) => [c, c])].map(
      ([object = '', commit = '']) => [object, versions.get(commit) ?? commit],
    ),
  )
}

/** Where the token stands in the open: in what a person reads, or in what is kept at GitHub. */
function leaks({ token, repository, person }: Case, results: readonly ActionResult[]): string[] {
  const forms = [token, person].flatMap((secret) => [
    secret,
    Buffer.from(`x-access-token:${secret}`).toString('base64'),
  ])
  const places = results.flatMap(({ stdout, stderr, summary, outputs, state, env }) => [
    ['the log', withoutMasks(stdout) + stderr],
    ['the summary', summary],
    ['outputs', JSON.stringify(outputs)],
    ['state', JSON.stringify([state, env])],
  ])
  return [
    ...places,
    ['a record', JSON.stringify(repository.deployments)],
    ['an issue', JSON.stringify(repository.issues)],
  ]
    .filter(([, text]) => forms.some((form) => text?.includes(form)))
    .map(([where]) => where ?? '')
}

const withoutMasks = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
