import { ABSENT, type ObjectId } from '../../tags/git-object.ts'

/** Shell command that a person copies to move the tag back, or to delete it, if nobody has moved it meanwhile. */
export function moveBackCommand(ref: string, expected: ObjectId, to: ObjectId): string {
  const push = `git push --force-with-lease='${ref}:${expected}' origin`
  return to === ABSENT ? `${push} ':${ref}'` : `git fetch origin ${to} && ${push} '${to}:${ref}'`
}
