import type { Settings, WatchSettings } from '../config/settings.ts'
import { chooseTarget, type Target } from '../ledger/choose-target.ts'
import type { Standing } from '../ledger/standing.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import { changedWorkflows } from './changed-workflows.ts'
import type { Diary } from './diary.ts'
import type { Move } from './outcome.ts'
import type { Clock, Deployer, MetricSources, Repository, RepositoryState } from './ports.ts'

export type Armed =
  /** `target` is null when a rollback is impossible, and the settings let it be deployed all the same. */
  { kind: 'armed'; target: Target | null } | { kind: 'refused'; reason: ArmRefusal; sentence: string }

type ArmRefusal = 'token-rights' | 'token-expires' | 'metric-unavailable' | 'release-unreadable' | 'unarmed'

/**
 * Proves, before anything is written, that everything a rollback needs is there: the release to go back to, its files
 * on disk, a token that may move the tag and lives long enough, and a metric source that answers.
 */
export async function arm(options: {
  move: Move
  state: RepositoryState
  standing: Standing
  versionTags: readonly VersionTag[]
  settings: Settings
  repository: Repository
  deployer: Deployer
  sources: MetricSources | null
  clock: Clock
  diary: Diary
}): Promise<Armed> {
  const { move, state, settings, repository, deployer, clock, diary } = options
  const moves = settings.onRegressed === 'roll-back'
  const choice = chooseTarget({
    ...{ leaving: move.to, before: move.from, standing: options.standing, versionTags: options.versionTags },
    allowUntested: settings.allowUntestedTarget,
  })
  for (const text of choice.passedOver) diary.warn(text)

  const expiry = tokenExpiry(state, settings, clock)
  if (moves && expiry) return { kind: 'refused', reason: 'token-expires', sentence: expiry }

  const now = clock.now()
  const preparing = failureOf(deployer.prepare([move.to]))
  // A metric can be a script in the files of the release.
  const asking = async () =>
    options.sources && settings.watch && (await preparing) === null
      ? firstSilent(options.sources, settings.watch, now, diary)
      : null
  const [right, silent, files, targetFiles, workflows] = await Promise.all([
    moves ? repository.mayPush() : null,
    asking(),
    preparing,
    choice.target && choice.target.release.commit !== move.to.commit
      ? failureOf(deployer.prepare([choice.target.release]))
      : null,
    moves && choice.target && state.actionsToken ? workflowGap(choice.target, move, state, repository) : null,
  ])
  if (right?.kind === 'denied') {
    return {
      ...{ kind: 'refused', reason: 'token-rights' },
      sentence: `The token may not move the tag back (${right.detail}): give the job contents: write`,
    }
  }
  if (right?.kind === 'unknown')
    diary.warn(`Whether the token may move the tag back could not be asked: ${right.detail}`)
  if (silent !== null) {
    return {
      ...{ kind: 'refused', reason: 'metric-unavailable' },
      sentence: `The metric source does not answer properly, so a bad release would not be seen: ${silent}`,
    }
  }
  if (files) return { kind: 'refused', reason: 'release-unreadable', sentence: files }

  const gaps = [
    ...(choice.target ? [] : [nothingToGoBackTo(move)]),
    ...(targetFiles ? [`the files of ${choice.target?.release.version} cannot be read: ${targetFiles}`] : []),
    ...(workflows ? [workflows] : []),
  ]
  if (moves && settings.requireArmed === 'refuse' && gaps.length > 0) {
    return { kind: 'refused', reason: 'unarmed', sentence: `A rollback would not be certain: ${gaps.join('; ')}` }
  }
  if (moves) for (const gap of gaps) diary.warn(`Not armed: ${gap}`)
  return { kind: 'armed', target: targetFiles ? null : choice.target }
}

const nothingToGoBackTo = ({ from, environment }: Move): string =>
  from
    ? `nothing is known that ${environment} could go back to`
    : `this is the first deploy to ${environment}, there is nothing to go back to yet`

/** Asks every source once: why the first that decides does not answer, or null. One that is dry-run may be silent. */
async function firstSilent(
  sources: MetricSources,
  { metrics, lag, interval }: WatchSettings,
  now: number,
  diary: Diary,
): Promise<string | null> {
  const window = { since: now - (lag + interval) * 1000, until: now - lag * 1000 }
  const asked = await Promise.all(
    metrics.map(async ({ name, dryRun }) => {
      const reading = await sources.get(name)?.read(window)
      const detail = reading?.kind === 'unavailable' ? reading.detail : null
      return { dryRun, detail: detail === null || metrics.length === 1 ? detail : `${name}: ${detail}` }
    }),
  )
  for (const { dryRun, detail } of asked)
    if (dryRun && detail !== null) diary.warn(`A dry-run metric does not answer properly: ${detail}`)
  return asked.find(({ dryRun, detail }) => !dryRun && detail !== null)?.detail ?? null
}

const failureOf = async (work: Promise<void>): Promise<string | null> => {
  try {
    await work
    return null
  } catch (error) {
    return messageOf(error)
  }
}

/** Installation tokens live for one hour from when they were made; when that was is not told. */
const INSTALLATION_TOKEN_LIFE = 3_600

function tokenExpiry(state: RepositoryState, settings: Settings, clock: Clock): string | null {
  const watches = settings.onInconclusive === 'extend' || settings.onUnavailable === 'extend' ? 2 : 1
  const needed = settings.deploy.timeout + (settings.watch?.duration ?? 0) * watches
  const left =
    state.tokenExpiresAt !== null
      ? (state.tokenExpiresAt - clock.now()) / 1000
      : state.installationToken
        ? INSTALLATION_TOKEN_LIFE
        : Number.POSITIVE_INFINITY
  return left < needed
    ? `The token lives for ${Math.round(left)}s at most, deploy and watch can take ${needed}s: shorten duration or deploy-timeout, or use a token that lives longer`
    : null
}

/** What there is to fear of workflow files when GITHUB_TOKEN moves the tag back; `null` when there is nothing. */
async function workflowGap(
  target: Target,
  move: Move,
  state: RepositoryState,
  repository: Repository,
): Promise<string | null> {
  const before = target.release.commit === move.from?.commit ? state.workflows.target : null
  try {
    const files = before ?? (await repository.readWorkflows(target.release.commit))
    const changed = changedWorkflows(files, state.workflows.defaultBranch)
    if (changed.length === 0) return null
    return (
      `GitHub may refuse to let GITHUB_TOKEN move the tag back: ${changed.join(', ')} differ from the default branch. ` +
      'Use the token of a GitHub App with contents: write and workflows: write'
    )
  } catch (error) {
    return `the workflow files of ${target.release.version} could not be compared: ${messageOf(error)}`
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
