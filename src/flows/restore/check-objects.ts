import type { GitObject, ObjectId } from '../../tags/git-object.ts'
import type { ListedTag, ScopeReader } from '../scope/scope-ports.ts'
import type { RestorePlan, RestoreStep } from './restore-plan.ts'

/**
 * Makes sure that what tags are to be pointed at is on the server. What a tag holds, or leads to, is; only commits without
 * a version and versions whose tag was deleted are asked for. Of those the version tag's own object is found again, if
 * it was not collected; else the commit stands in for it.
 *
 * @throws when GitHub cannot be asked
 */
export async function checkObjects(
  plan: RestorePlan,
  tags: readonly ListedTag[],
  reader: Pick<ScopeReader, 'readObjects'>,
): Promise<RestorePlan> {
  const held = new Set(tags.flatMap(({ object, peeled }) => [object, peeled]))
  const doubtful = plan.steps.filter(({ to, act }) => act !== 'nothing' && !held.has(to.object))
  if (doubtful.length === 0) return plan
  const objects = await reader.readObjects(doubtful.flatMap(({ to }) => [...new Set([to.object, to.commit])]))
  const problems: string[] = []
  const steps = plan.steps.map((step) => {
    if (!doubtful.includes(step)) return step
    const object = pointable(step, objects)
    if (object === null) {
      problems.push(`${step.component.id}: ${step.to.version} (commit ${step.to.commit}) is not on the server any more`)
      return step
    }
    return { ...step, to: { ...step.to, object }, recreate: step.recreate && { ...step.recreate, to: object } }
  })
  return { ...plan, steps, problems: [...plan.problems, ...problems] }
}

function pointable({ component, to }: RestoreStep, objects: ReadonlyMap<ObjectId, GitObject>): ObjectId | null {
  const object = objects.get(to.object)
  const own = object && versionObject(object, `${component.id}/${to.version}`)
  if (own) return own
  return objects.get(to.commit)?.kind === 'commit' ? to.commit : null
}

const versionObject = (object: GitObject, name: string): ObjectId | null => {
  if (object.kind !== 'tag') return null
  return object.name === name ? object.id : versionObject(object.target, name)
}
