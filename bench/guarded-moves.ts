import { git } from '../testing/github/run-git.ts'
import { gitPush } from './git-alone.ts'
import { observeMoves } from './observe-moves.ts'
import { type GuardedRun, PRODUCTION, type Stage } from './stage.ts'

type RequestCounts = { api: number; conditional: number; git: number }

export type KeptMove = { requests: RequestCounts; peakBytes: number; armedMs: number }

export type RolledBackMove = KeptMove & {
  /** Requests to the API from the answered deciding scrape to the answered move. */
  requestsToMove: number
  /** From the run's own timeline: `decided` to `tag-moved-back`. */
  decidedToMovedMs: number
  /** From the last byte of the deciding scrape to the last byte of the answer to the move. */
  scrapedToAnsweredMs: number
  /** The part of that in which the local GitHub had the request. */
  answeringMs: number
  /** The same move by `git push --force-with-lease`, right afterwards. */
  gitPush: { ms: number; requests: number }
}

/** Moves production to a version that is there, and lets the guard keep it. */
export async function keep(stage: Stage, version: string): Promise<KeptMove> {
  const run = await stage.guardMoveTo(version, 'kept')
  return { ...common(stage, run), armedMs: phaseMs(run, 'read and armed') }
}

/** Releases a bad version, moves production to it, and lets the guard roll it back. */
export async function rollBack(stage: Stage, version: string): Promise<RolledBackMove> {
  const { github, repository, service, edgit } = stage
  await stage.release(version, 30)
  const observer = observeMoves(github)
  const run = await stage.guardMoveTo(version, 'rolled-back')
  observer.stop()
  const move = observer.moves[0]
  const scrapedAt = service.answeredAt.findLast((at) => move !== undefined && at < move.arrived)
  if (!move || scrapedAt === undefined) throw new Error('The rollback moved no tag after a scrape')
  const requestsToMove = github.requests.filter(
    ({ kind, startedAt }) => kind === 'api' && within(startedAt - performance.timeOrigin, scrapedAt, move.answered),
  ).length
  const measured = common(stage, run)

  const bad = (await edgit.tags()).get(PRODUCTION)
  const good = (await repository.refs()).get(PRODUCTION)
  if (!bad || !good || bad === good) throw new Error(`${PRODUCTION} was not moved back`)
  await git(repository.gitDir, ['update-ref', PRODUCTION, bad, good])
  return {
    ...measured,
    requestsToMove,
    armedMs: phaseMs(run, 'read and armed'),
    decidedToMovedMs: phaseMs(run, 'tag moved back'),
    scrapedToAnsweredMs: move.answered - scrapedAt,
    answeringMs: move.answered - move.arrived,
    gitPush: await gitPush(stage, { ref: PRODUCTION, expected: bad, to: good }),
  }
}

function common({ github }: Stage, { peakBytes }: GuardedRun): { requests: RequestCounts; peakBytes: number } {
  const count = (wanted: string): number => github.requests.filter(({ kind }) => kind === wanted).length
  return { peakBytes, requests: { api: count('api'), conditional: count('conditional'), git: count('git') } }
}

function phaseMs({ result }: GuardedRun, name: string): number {
  const { phases } = JSON.parse(result.outputs.result ?? '') as { phases: { name: string; seconds: number }[] }
  const phase = phases.find((one) => one.name === name)
  if (!phase)
    throw new Error(`The run tells of no phase "${name}", only of ${phases.map((one) => one.name).join(', ')}`)
  return phase.seconds * 1000
}

/** The log of requests knows whole milliseconds. */
const within = (at: number, from: number, to: number): boolean => at >= from - 1 && at <= to + 1
