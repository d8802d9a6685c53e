import type { Settings } from '../../config/settings.ts'
import type { Target } from '../../ledger/choose-target.ts'
import { isKnownGood, type Standing } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { Baseline } from '../canary/read-baseline.ts'
import type { Diary } from '../diary.ts'
import type { Move } from '../outcome.ts'
import type { Clock, Deployer, MetricSources, Repository, RepositoryState } from '../ports.ts'

import type { Tell } from '../progress.ts'
import { askMetrics } from '../watch/ask-metrics.ts'

import { targetOf } from './target-of.ts'
import { tokenExpiry } from './token-expiry.ts'
import { workflowGap } from './workflow-gap.ts'

export type Armed =
  /**
   * `target` is null when a rollback is impossible, and the settings let it be deployed all the same. `gaps`: what is
   * not proven to be there.
   */
  { kind: 'armed'; target: Target | null; gaps: string[] } | { kind: 'refused'; reason: ArmRefusal; sentence: string }

type ArmRefusal =
  | 'token-rights'
  | 'token-expires'
  | 'metric-unavailable'
  | 'release-unreadable'
  | 'deploy-workflow'
  | 'unarmed'

/**
 * Proves, before anything is written, that everything a rollback needs is there: the release to go back to, its files
 * on disk, a token that may move the tag and lives long enough, and a metric source that answers.
 */
export async function arm(options: {
  move: Move
  state: RepositoryState
  standing: Standing
  versionTags: readonly VersionTag[]
  baseline?: Baseline
  settings: Settings
  repository: Repository
  deployer: Deployer
  sources: MetricSources | null
  clock: Clock
  diary: Diary
  tell: Tell
}): Promise<Armed> {
  const { move, state, settings, repository, deployer, clock, diary } = options
  const moves = settings.onRegressed === 'roll-back'
  const choice = targetOf(options, settings)
  for (const text of choice.passedOver) diary.warn(text)

  const expiry = moves ? tokenExpiry(state, settings, clock) : null
  if (expiry?.fatal) return { kind: 'refused', reason: 'token-expires', sentence: expiry.sentence }
  if (expiry) diary.warn(expiry.sentence)

  const preparing = prepareFiles(deployer, move.to, choice.target?.release ?? null)
  const { baseline } = options
  if (baseline && settings.watch?.metrics.some(({ source }) => source === 'command')) {
    const missing = await failureOf(deployer.prepare([baseline.release]))
    if (missing)
      diary.warn(`The files of ${baseline.release.version} in ${baseline.environment} cannot be read: ${missing}`)
  }
  // A metric can be a script in the files of the release.
  const asking = async () =>
    options.sources && settings.watch && (await preparing).release === null
      ? askMetrics(options.sources, settings.watch, options)
      : null
  const [right, silent, files, workflows, obstacle] = await Promise.all([
    moves ? repository.mayPush() : null,
    asking(),
    preparing,
    moves && choice.target && state.actionsToken ? workflowGap(choice.target, move, state, repository) : null,
    deployer.obstacle?.() ?? null,
  ])
  if (right?.kind === 'denied') {
    return {
      ...{ kind: 'refused', reason: 'token-rights' },
      sentence: `The token may not move the tag back (${right.detail}): give the job contents: write`,
    }
  }
  if (right?.kind === 'unknown')
    diary.warn(`Whether the token may move the tag back could not be asked: ${right.detail}`)
  if (obstacle !== null) return { kind: 'refused', reason: 'deploy-workflow', sentence: obstacle }
  if (files.release) return { kind: 'refused', reason: 'release-unreadable', sentence: files.release }
  if (silent !== null) {
    const sentence = `The metric source does not answer properly, so a bad release would not be seen: ${silent}`
    // Whoever goes back to what is known good in an outage must not be held up by the outage.
    if (!isKnownGood(options.standing, move.to)) {
      return {
        ...{ kind: 'refused', reason: 'metric-unavailable' },
        sentence: `${sentence}. To deploy all the same, set metric: none for ${move.environment} in .github/tagback.yml`,
      }
    }
    diary.warn(`${sentence}. ${move.to.version} is deployed all the same, because it is known good here`)
  }

  const gaps = [
    ...(choice.target || settings.canary?.onFailure === 'remove' ? [] : [nothingToGoBackTo(move)]),
    ...(files.target ? [`the files of ${choice.target?.release.version} cannot be read: ${files.target}`] : []),
    ...(workflows ? [workflows] : []),
  ]
  if (moves && settings.requireArmed === 'refuse' && gaps.length > 0) {
    return { kind: 'refused', reason: 'unarmed', sentence: `A rollback would not be certain: ${gaps.join('; ')}` }
  }
  if (moves) for (const gap of gaps) diary.warn(`Not armed: ${gap}`)
  const unproven = [
    ...gaps,
    ...(right?.kind === 'unknown' ? [`whether the token may move the tag back is not known (${right.detail})`] : []),
    ...(moves ? [] : ['nothing is rolled back in observe mode (on-regressed: report)']),
  ]
  return { kind: 'armed', target: files.target ? null : choice.target, gaps: unproven }
}

/** Both releases in one fetch; one by one only to tell which of them is the trouble. */
async function prepareFiles(
  deployer: Deployer,
  to: Release,
  target: Release | null,
): Promise<{ release: string | null; target: string | null }> {
  if (!target) return { release: await failureOf(deployer.prepare([to])), target: null }
  if ((await failureOf(deployer.prepare([to, target]))) === null) return { release: null, target: null }
  return { release: await failureOf(deployer.prepare([to])), target: await failureOf(deployer.prepare([target])) }
}

const nothingToGoBackTo = ({ from, environment }: Move): string =>
  from
    ? `nothing is known that ${environment} could go back to`
    : `this is the first deploy to ${environment}, there is nothing to go back to yet`

const failureOf = async (work: Promise<void>): Promise<string | null> => {
  try {
    await work
    return null
  } catch (error) {
    return messageOf(error)
  }
}
