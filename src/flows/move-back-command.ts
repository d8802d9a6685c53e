import type { ObjectId } from '../tags/git-object.ts'

/** Shell command that a person copies to move the tag back, if nobody has moved it meanwhile. */
export const moveBackCommand = (ref: string, expected: ObjectId, to: ObjectId): string =>
  `git fetch origin ${to} && git push --force-with-lease='${ref}:${expected}' origin '${to}:${ref}'`
