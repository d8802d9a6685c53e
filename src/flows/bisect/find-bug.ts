import { listProblems } from '../../config/list-problems.ts'
import type { HuntReason, RestoreEnding } from '../../ledger/restore-reasons.ts'
import { messageOf } from '../../message-of.ts'
import type { Component } from '../../tags/component.ts'
import type { Release } from '../../tags/release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import { type Diary, openDiary } from '../diary.ts'
import type { TryOut } from '../ports.ts'
import { type RestoreRequest, restore } from '../restore/restore.ts'
import { type RestoreOutcome, restoreRefusal } from '../restore/restore-outcome.ts'
import { type Bisection, bisect, type Trial } from './bisect.ts'
import type { BugHunt, HuntEnd } from './hunt.ts'
import { versionsBetween } from './versions-between.ts'

/** Deploys that one hunt may take: a million versions take twenty. */
const MOST_TRIALS = 40

/**
 * Finds the first version on which a test fails: deploys versions between a good and a bad one into an environment of its own, by
 * bisection, and runs the test on each. The environment stays on the first bad version.
 *
 * @throws only when GitHub cannot be asked, before anything was written
 */
export async function findBug(request: RestoreRequest, hunt: BugHunt): Promise<RestoreOutcome> {
  const { wish, ports, tagPrefixes, paused } = request
  const diary = openDiary(ports.clock, ports.tell)
  const patterns = wish.scope.kind === 'components' ? wish.scope.patterns : []
  const range = versionsBetween(await ports.reader.listTags(tagPrefixes), tagPrefixes, patterns, hunt)
  if (range.kind === 'problems')
    return { ...restoreRefusal('bad-input', listProblems(range.problems)), wish, warnings: diary.warnings }
  const { versions } = range
  const deploys = Math.ceil(Math.log2(versions.length)) + 1
  const title = `Find the first bad one of ${versions.length - 1} versions after ${hunt.good}, by about ${deploys} deploys to ${wish.into}`
  ports.tell({ kind: 'phase', title })
  const done = (ending: Ending, known: Partial<HuntEnd> = {}): RestoreOutcome => ({
    ...restoreRefusal('bad-input', ''),
    ...ending,
    hunt: { good: hunt.good, bad: hunt.bad, first: null, before: null, among: [], trials: [], ...known },
    ...{ wish, warnings: diary.warnings, nextSteps: diary.nextSteps },
  })
  if (wish.dryRun || paused) {
    const names = versions.map(({ version }) => version).join(', ')
    const reason = wish.dryRun ? 'dry-run' : 'paused'
    return done({ decision: 'planned', reason, sentence: `${title} (${names}). Nothing was written` })
  }
  const { config } = await ports.reader.readLedgers([])
  return huntIn(
    { ...range, done, diary, deploy: (version) => deployIn(request, range.component, version, hunt) },
    async (release) => {
      const configured = ports.configure(config, range.component, wish.into)
      if (configured.kind === 'problems') return { kind: 'not-run', detail: configured.problems.join('; ') }
      const { tryOut } = configured.ports
      return tryOut ? tryOut(hunt.test, release, wish.into) : { kind: 'not-run', detail: 'nothing can be run here' }
    },
    request,
  )
}

type Ending = Pick<RestoreOutcome, 'sentence'> & RestoreEnding

type Hunt = {
  component: Component
  versions: readonly VersionTag[]
  done: (ending: Ending, known?: Partial<HuntEnd>) => RestoreOutcome
  diary: Diary
  deploy: (version: string) => Promise<RestoreOutcome>
}

async function huntIn(
  { component, versions, done, diary, deploy }: Hunt,
  tryOut: (release: Release) => Promise<TryOut>,
  { wish: { into }, ports }: RestoreRequest,
): Promise<RestoreOutcome> {
  const names = versions.map(({ version }) => version)
  const trials = new Map<string, Trial>()
  let there: string | null = null
  const known = () => ({ trials: [...trials].map(([version, trial]) => ({ version, trial })) })
  const stop = (reason: HuntReason, sentence: string) => {
    const where = there === null ? '' : `. ${into} is on ${there}`
    return done({ decision: 'not-found', reason, sentence: `${sentence}${where}` }, known())
  }
  for (;;) {
    const step = bisect(names, trials)
    if (step.kind === 'wrong-end') {
      const what = step.trial === 'skipped' ? 'could not be tested' : `is ${step.trial} for the test`
      return stop('wrong-end', `${step.version} was to be ${step.end}, and ${what}: nothing can be concluded`)
    }
    if (step.kind === 'try' && trials.size >= MOST_TRIALS)
      return stop('too-many', `Nothing found by ${MOST_TRIALS} trials: most of these versions cannot be tested`)
    const version = step.kind === 'try' ? step.version : step.first
    const tag = versions.find((candidate) => candidate.version === version) as VersionTag
    if (there !== version) {
      const outcome = await deploy(version)
      const end = becameOf(outcome)
      if (end === 'stopped') return stop('stopped', `Stopped at ${version}: ${outcome.sentence}`)
      there = version
      if (end === 'not-deployed') {
        diary.warn(`${version} could not be deployed to ${into}: ${outcome.sentence}`)
        if (step.kind === 'try') {
          trials.set(version, 'skipped')
          continue
        }
      }
    }
    if (step.kind === 'found') {
      const before = versions.find((candidate) => candidate.version === step.before) as VersionTag
      return done(foundIn(into, step), { ...known(), first: tag, before, among: step.among })
    }
    ports.tell({ kind: 'phase', title: `Test ${component.id} ${version}; about ${step.left} more to try` })
    const run = await tryOut({ ...tag, component: component.id, versioned: true })
    if (run.kind === 'not-run') return stop('stopped', `Stopped at ${version}: the test was not run: ${run.detail}`)
    const trial = trialOf(run.code)
    ports.tell({ kind: 'detail', text: `${version} is ${trial} (exit code ${run.code ?? 'none, it ran out of time'})` })
    trials.set(version, trial)
  }
}

/** As `git bisect run` takes exit codes. */
const trialOf = (code: number | null): Trial => (code === 0 ? 'good' : code === 125 ? 'skipped' : 'bad')

function foundIn(into: string, { first, before, among }: Extract<Bisection, { kind: 'found' }>): Ending {
  const sentence =
    among.length === 0
      ? `${first} is the first bad version, ${before} was good. ${into} is on ${first}`
      : `${first} is bad and ${before} was good; ${among.join(', ')} in between could not be tested. ${into} is on ${first}`
  return { decision: 'found', reason: among.length === 0 ? 'first-bad' : 'one-of', sentence }
}

/** One version, put there as any other restore would. Nobody is told of what fails on the way. */
const deployIn = (
  request: RestoreRequest,
  component: Component,
  version: string,
  { good, bad }: BugHunt,
): Promise<RestoreOutcome> => {
  const scope = { kind: 'components', patterns: [component.id] } as const
  const why = `looking for the first bad version after ${good}, up to ${bad}`
  const wish = { ...request.wish, scope, to: { kind: 'version', version } as const, allowQuarantined: true, why }
  return restore({ ...request, wish, quiet: true }).catch((error: unknown) =>
    restoreRefusal('github-not-read', messageOf(error)),
  )
}

/** A release that is served is tested, whatever its metrics say. */
function becameOf({ decision, reason }: RestoreOutcome): 'deployed' | 'not-deployed' | 'stopped' {
  if (decision === 'restored' || decision === 'no-op' || reason === 'not-the-deploy') return 'deployed'
  return decision === 'held' && ['deploy-failed', 'deploy-timed-out', 'not-served'].includes(reason)
    ? 'not-deployed'
    : 'stopped'
}
