/** What a run did in the end. */
export type Decision =
  /** The release passed its watch, or is not watched, and stays. */
  | 'kept'
  /** Passed in the environment before, moved to this one by the same run, and kept here. */
  | 'promoted'
  /** The tag is back on the release before, and that was deployed again. */
  | 'rolled-back'
  /** Somebody else moved the tag: theirs counts. */
  | 'stood-down'
  /** The tag stays, the release is not called good, a person has to look. */
  | 'held'
  /** Seen and said, nothing moved. */
  | 'reported'
  /** Found wrong before anything was written. */
  | 'refused'
  | 'no-op'

export const DECISIONS: readonly Decision[] = [
  'kept',
  'promoted',
  'rolled-back',
  'stood-down',
  'held',
  'reported',
  'refused',
  'no-op',
]
