import { quarantineOf } from '../../ledger/standing.ts'
import type { Component } from '../../tags/component.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { sameRelease } from '../../tags/release.ts'
import type { RunIdentity } from '../guard-ports.ts'
import { type ComponentFacts, findRelease } from '../scope/find-release.ts'
import type { Goal } from '../scope/goal.ts'
import { deployOrder } from './deploy-order.ts'
import type { RestorePlan, RestoreStep } from './restore-plan.ts'
import type { RestoreWish } from './restore-wish.ts'

/** Where a component is put: what its tag holds, and what the records of that environment say. */
type Place = ComponentFacts & { ref: string; holds: string }

/**
 * What has to be done so that every component is in the state that is wanted, and what stands against it. Decides from
 * what was read alone.
 */
export function planRestore(
  wish: Pick<RestoreWish, 'allowQuarantined' | 'allowUntested'>,
  goal: Goal,
  components: readonly { source: ComponentFacts; place: Place }[],
  {
    run,
    waitsFor,
  }: { run: Pick<RunIdentity, 'id' | 'attempt'>; waitsFor: (one: Component, other: Component) => boolean },
): RestorePlan {
  const problems: string[] = []
  const remarks: string[] = []
  const steps = components.flatMap(({ source, place }): RestoreStep[] => {
    const release = findRelease(goal, source, { ...wish, run })
    if (release.kind === 'not-found') {
      problems.push(release.problem)
      return []
    }
    remarks.push(...release.remarks.map((text) => `${place.component.id}: ${text}`))
    const judged = quarantineOf(place.standing, release.release)
    if (judged) {
      const said = `${place.component.id}: ${release.release.version} is quarantined in ${place.environment} (${judged.closed?.reason}, judged by ${judged.run.url})`
      if (wish.allowQuarantined) remarks.push(`${said}, and is put there all the same`)
      else problems.push(`${said}. Set allow-quarantined to put it there all the same`)
    }
    return [stepTo(place, release)]
  })
  const ordered = deployOrder(steps, waitsFor)
  if (ordered.kind === 'circle')
    problems.push(`after: each of these waits for the next: ${ordered.components.join(', ')}`)
  return { steps: ordered.kind === 'ordered' ? ordered.items : steps, problems, remarks }
}

function stepTo(place: Place, found: Extract<ReturnType<typeof findRelease>, { kind: 'found' }>): RestoreStep {
  const { component, environment, ref, holds, current } = place
  const { release: to, because, missing } = found
  const there = current !== null && sameRelease(current, to)
  return {
    ...{ component, environment, ref, holds, from: current, to, because },
    act: !there ? 'move' : isLive(place, found) ? 'nothing' : 'deploy',
    recreate: missing ? { ref: `refs/tags/${component.id}/${to.version}`, expected: ABSENT, to: to.object } : null,
  }
}

/** Only what the newest record says was kept is known to be deployed. */
function isLive(
  { standing: { latest } }: Place,
  { release }: { release: ComponentFacts['current'] & object },
): boolean {
  const kept = latest?.closed?.decision === 'kept' || latest?.closed?.decision === 'promoted'
  if (latest?.closed?.decision === 'rolled-back') return latest.target !== null && sameRelease(latest.target, release)
  return latest !== null && kept && sameRelease(latest.to, release)
}
