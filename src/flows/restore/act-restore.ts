import type { RestoreEnding } from '../../ledger/restore-reasons.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import { awaitOtherRuns, endedSince } from '../fence/await-other-runs.ts'
import type { RefMove } from '../ports.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { PreparedStep } from './prepare-restore.ts'
import { putBack } from './put-back.ts'
import type { After } from './read-restore.ts'
import { restoreComponent } from './restore-component.ts'
import type { ComponentEnd } from './restore-outcome.ts'
import type { RestorePorts } from './restore-ports.ts'
import { closeRestoreRecords, type OpenRecords, openRestoreRecords } from './restore-records.ts'
import type { RestoreWish } from './restore-wish.ts'
import { watchRestored } from './watch-restored.ts'

export type Acted =
  | { kind: 'acted'; ends: ComponentEnd[]; error: string | null }
  | ({ kind: 'not-moved'; sentence: string } & Extract<RestoreEnding, { decision: 'refused' | 'stood-down' }>)

type Given = { wish: RestoreWish; ports: RestorePorts; repositoryId: string; after: After }

/**
 * The part that changes something: all tags at once, then the deploys in their order, then the watch, all of it on record. Once
 * tags are moved, whatever happens is told component by component.
 */
export async function actRestore(
  steps: readonly PreparedStep[],
  given: Given & { backup: RefMove | null },
  diary: Diary,
): Promise<Acted> {
  const { wish, ports, repositoryId, backup } = given
  if (ports.cancelled.aborted) {
    const sentence = 'The run was cancelled before any tag was moved'
    return { kind: 'not-moved', decision: 'refused', reason: 'cancelled', sentence }
  }
  const moves = movesOf(steps, backup)
  if (moves.length > 0) {
    ports.tell({ kind: 'phase', title: `Move ${moves.length === 1 ? 'the tag' : `${moves.length} tags`}` })
    const result = await ports.repository.moveRefs(repositoryId, moves)
    if (result.kind === 'conflict') {
      const sentence = `${result.ref.replace('refs/tags/', '')} was moved to ${result.found.slice(0, 7)} by somebody else: nothing was moved or deployed. Look at it, and run this again`
      return { kind: 'not-moved', decision: 'stood-down', reason: 'tag-moved', sentence }
    }
    if (result.kind !== 'moved') {
      for (const { ref, expected, to } of moves) diary.nextSteps.push(moveBackCommand(ref, expected, to))
      const sentence = `GitHub moved no tag (${result.kind}): ${result.detail}`
      return { kind: 'not-moved', decision: 'refused', reason: 'move-refused', sentence }
    }
  }
  const records = await openRestoreRecords(steps, { why: wish.why, reader: ports.reader }, diary)
  const ends = new Map<string, ComponentEnd>()
  const error = await deployAll(steps, ends, { ...given, records }, diary).then(() => null, messageOf)
  for (const { step } of steps) {
    if (ends.has(step.component.id)) continue
    const sentence = `${step.component.id}: Tagback failed before it was deployed`
    ends.set(step.component.id, { step, state: { kind: 'skipped', sentence }, assessment: null, took: null })
  }
  await closeRestoreRecords(steps, records, ends, diary)
  return { kind: 'acted', ends: [...ends.values()], error }
}

const movesOf = (steps: readonly PreparedStep[], backup: RefMove | null): RefMove[] => [
  ...(backup ? [backup] : []),
  ...steps.flatMap(({ step }) => [
    ...(step.recreate ? [step.recreate] : []),
    ...(step.act === 'move' ? [{ ref: step.ref, expected: step.holds, to: step.to.object }] : []),
  ]),
]

async function deployAll(
  steps: readonly PreparedStep[],
  ends: Map<string, ComponentEnd>,
  { wish, ports, repositoryId, after, records }: Given & { records: OpenRecords },
  diary: Diary,
): Promise<void> {
  const left = await awaitOtherRuns(steps, ports.reader, { wait: wish.wait, records }, diary)
  for (const prepared of steps) {
    const { step } = prepared
    const failed = steps.find(
      (other) =>
        after(step.component, other.step.component) &&
        ['failed', 'skipped'].includes(ends.get(other.step.component.id)?.state.kind ?? ''),
    )
    const end = failed
      ? skipped(prepared, `${step.component.id} was not deployed, because it comes after ${failed.step.component.id}`)
      : await restoreComponent(prepared, diary)
    ends.set(step.component.id, end)
    if (end.state.kind === 'failed') ports.tell({ kind: 'detail', text: firstLine(end.state.sentence) })
    if (end.state.kind === 'failed' && end.state.reason !== 'cancelled' && wish.atomic) {
      for (const other of steps) {
        if (!ends.has(other.step.component.id))
          ends.set(other.step.component.id, skipped(other, `${other.step.component.id} was not deployed any more`))
      }
      return putBack(steps, ends, repositoryId, diary)
    }
  }
  await watchRestored(steps, ends)
  for (const prepared of await endedSince(left, steps, ports.reader, diary)) {
    const { id } = prepared.step.component
    const end = ends.get(id)
    if (end?.state.kind !== 'restored') continue
    diary.warn(
      `A deploy of another run for ${id} has ended meanwhile: ${prepared.step.to.version} is deployed once more`,
    )
    const { state } = await restoreComponent(prepared, diary)
    ends.set(id, { ...end, state })
  }
}

/** The output of the command stands above it. */
const firstLine = (sentence: string): string => (sentence.split('\n', 1)[0] ?? '').replace(/; its last output:$/, '')

const skipped = ({ step }: PreparedStep, sentence: string): ComponentEnd => ({
  ...{ step, state: { kind: 'skipped', sentence }, assessment: null, took: null },
})
