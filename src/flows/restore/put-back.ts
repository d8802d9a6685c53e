import { ABSENT } from '../../tags/git-object.ts'
import type { Diary } from '../diary.ts'
import type { MoveResult, RefMove } from '../ports.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { ComponentEnd } from './restore-outcome.ts'

/**
 * Undoes what was done because one component could not be: all tags to what they held before, by one update, then what was
 * deployed is deployed again as it was, the last one first. Tags that somebody else has moved meanwhile stay theirs.
 */
export async function putBack(
  steps: readonly PreparedStep[],
  ends: Map<string, ComponentEnd>,
  repositoryId: string,
  diary: Diary,
): Promise<void> {
  const [first] = steps
  if (!first) return
  const { repository, tell } = first.context.ports
  tell({ kind: 'phase', title: 'Put everything back as it was' })
  const theirs = new Set<string>()
  const moves = () =>
    steps
      .filter(({ step }) => step.act === 'move' && !theirs.has(step.ref))
      .map(({ step }): RefMove => ({ ref: step.ref, expected: step.to.object, to: step.holds }))
  let result: MoveResult = { kind: 'moved', via: 'graphql' }
  for (let left = moves(); left.length > 0; left = moves()) {
    result = await repository.moveRefs(repositoryId, left)
    if (result.kind !== 'conflict' || theirs.has(result.ref)) break
    theirs.add(result.ref)
    diary.warn(`${result.ref} was moved to ${result.found.slice(0, 7)} by somebody else, and stays there`)
  }
  if (result.kind !== 'moved' && result.kind !== 'conflict') {
    for (const { ref, expected, to } of moves())
      if (to !== ABSENT) diary.nextSteps.push(moveBackCommand(ref, expected, to))
  }
  for (const prepared of steps.toReversed()) {
    const { step } = prepared
    const end = ends.get(step.component.id)
    if (!end) continue
    const moved = step.act === 'deploy' || (result.kind === 'moved' && !theirs.has(step.ref))
    const state = moved ? await deployBefore(prepared, end) : notMoved(prepared, theirs, result)
    const because = end.state.kind === 'failed' && state.kind !== 'failed' ? { because: end.state } : {}
    ends.set(step.component.id, { ...end, state: { ...state, ...because } })
  }
}

const notMoved = ({ step }: PreparedStep, theirs: ReadonlySet<string>, result: MoveResult): ComponentEnd['state'] => {
  const detail = 'detail' in result ? result.detail : 'it was moved by somebody else'
  const sentence = `The tag of ${step.component.id} could not be put back: ${detail}`
  return theirs.has(step.ref)
    ? { kind: 'failed', reason: 'overtaken', sentence }
    : { kind: 'not-put-back', tagIsBack: false, sentence }
}

/** Deploys what was there before, where something has been deployed since. */
async function deployBefore({ step, context }: PreparedStep, end: ComponentEnd): Promise<ComponentEnd['state']> {
  const { component, from, to, environment, act } = step
  const name = component.id
  if (act === 'deploy') {
    const sentence = `${name}: its tag was on ${to.version} before this run, and stays there`
    return end.state.kind === 'restored'
      ? { kind: 'put-back', sentence }
      : { kind: 'not-put-back', tagIsBack: true, sentence }
  }
  if (end.took === null) return { kind: 'put-back', sentence: `${name}: its tag is back, nothing was deployed` }
  if (!from) {
    const sentence = `${name}: its tag is gone again; ${to.version} may still be served, as nothing was there before`
    return { kind: 'not-put-back', tagIsBack: true, sentence }
  }
  const result = await context.ports.deployer.deploy({ release: from, previous: to, environment, reason: 'rollback' })
  return result.kind === 'deployed'
    ? { kind: 'put-back', sentence: `${name}: ${from.version} is deployed again` }
    : {
        kind: 'not-put-back',
        tagIsBack: true,
        sentence: `${name}: its tag is back, but deploying ${from.version} failed: ${result.detail}`,
      }
}
