import type { ObjectId } from '../../tags/git-object.ts'

/**
 * Shell command that a person copies to have a move followed whose event was never sent: the tag is taken away and pushed
 * again with the same object, unless somebody has moved it meanwhile.
 */
export const pushAgainCommand = (ref: string, object: ObjectId): string =>
  `git fetch origin ${object} && git push --force-with-lease='${ref}:${object}' origin ':${ref}' && git push origin '${object}:${ref}'`
