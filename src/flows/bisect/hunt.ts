/** Which commands and versions a bug is looked for with. */
export type BugHunt = {
  good: string
  bad: string
  /** Bash, run in the files of a release that was deployed: 0 is good, 125 cannot be tested, everything else bad. */
  test: string
}

/** What a hunt came to. */
export type HuntEnd = {
  good: string
  bad: string
  first: Found | null
  /** The newest good one before it. */
  before: Found | null
  /** Versions in between that could not be tested: any of them may be the first bad one. */
  among: string[]
  /** In the order of the trials. */
  trials: { version: string; trial: 'good' | 'bad' | 'skipped' }[]
}

type Found = { version: string; commit: string }
