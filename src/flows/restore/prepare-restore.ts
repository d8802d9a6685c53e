import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import type { GuardContext, RunIdentity } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { ConfigText } from '../ports.ts'
import type { RestoreStep } from './restore-plan.ts'
import type { RestorePorts } from './restore-ports.ts'
import { workflowGaps } from './workflow-gaps.ts'

/** One component with everything that it takes to deploy it. */
export type PreparedStep = { step: RestoreStep; move: Move; context: GuardContext }

type Refused = {
  kind: 'refused'
  reason: 'bad-input' | 'token-rights' | 'release-unreadable' | 'content-missing'
  sentence: string
}

/**
 * Proves that everything is there before anything is written: the settings of every component, the files of every release on
 * disk, and a token that may push.
 *
 * @param given `actor`: who wishes it; `tokenActor`: who the token acts as, without `[bot]`
 */
export async function prepareRestore(
  steps: readonly RestoreStep[],
  given: { ports: RestorePorts; run: RunIdentity; actor: string; tokenActor: string; config: ConfigText | null },
  diary: Diary,
): Promise<{ kind: 'prepared'; steps: PreparedStep[] } | Refused> {
  const { ports, run, actor } = given
  const problems = new Set<string>()
  const prepared = steps.flatMap((step): PreparedStep[] => {
    const { component, environment, ref, to, from } = step
    const configured = ports.configure(given.config, component, environment)
    if (configured.kind === 'problems') {
      for (const problem of configured.problems) problems.add(problem)
      return []
    }
    for (const remark of configured.remarks) if (!diary.warnings.includes(remark)) diary.warn(remark)
    const context = { settings: configured.settings, run, ports: { ...ports, ...configured.ports } }
    return [{ step, context, move: { component, environment, ref, to, from, actor } }]
  })
  if (problems.size > 0) return { kind: 'refused', reason: 'bad-input', sentence: [...problems].join('\n') }

  const [right, gaps, files] = await Promise.all([
    ports.repository.mayPush(),
    workflowGaps(steps, given.tokenActor, ports.reader),
    Promise.all(prepared.map(prepareFiles)),
  ])
  if (right.kind === 'denied') {
    const sentence = `The token may not move tags (${right.detail}): give the job contents: write`
    return { kind: 'refused', reason: 'token-rights', sentence }
  }
  if (right.kind === 'unknown') diary.warn(`Whether the token may move tags could not be asked: ${right.detail}`)
  if (gaps !== null) diary.warn(gaps)
  const failed = files.filter((file) => file !== null)
  const [first] = failed
  return first
    ? { kind: 'refused', reason: first.reason, sentence: failed.map(({ sentence }) => sentence).join('\n') }
    : { kind: 'prepared', steps: prepared }
}

type Unready = { reason: 'release-unreadable' | 'content-missing'; sentence: string } | null

/** What runs now as well: it tells where the content has to be, and is deployed again if all is put back. */
async function prepareFiles({ step, context }: PreparedStep): Promise<Unready> {
  const { component, to, from } = step
  const { deployer, componentPath } = context.ports
  const prepare = (releases: Release[]) => deployer.prepare(releases).then(() => null, messageOf)
  const both = from ? await prepare([to, from]) : 'nothing is there now'
  const alone = both === null ? null : await prepare([to])
  if (alone !== null) {
    const sentence = `${component.id}: the files of ${to.version} cannot be put on disk: ${alone}`
    return { reason: 'release-unreadable', sentence }
  }
  if (both !== null || !from) return null
  const [wanted, now] = await Promise.all([componentPath(to), componentPath(from)])
  if (wanted !== '' || now === '') return null
  const sentence = `${component.id}: its files (${now} in ${from.version}) are not in ${to.version}, commit ${to.commit.slice(0, 7)}`
  return { reason: 'content-missing', sentence }
}
