/** 40 lower-case hexadecimal digits: the id of a commit or of a tag object. */
export type ObjectId = string

/** GitHub writes an absent ref as this id, in push events and in `updateRefs`. */
export const ABSENT: ObjectId = '0'.repeat(40)

/** What a tag ref points at, followed down to the end. */
export type GitObject =
  | { kind: 'commit'; id: ObjectId }
  | { kind: 'tag'; id: ObjectId; name: string; target: GitObject }
  /** A blob or tree, or a chain of tag objects deeper than was read. */
  | { kind: 'other'; id: ObjectId; type: string }
