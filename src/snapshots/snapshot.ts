/** Which release each component had in one environment, at one time. */
export type Snapshot = {
  /** `tagback`: ours. `meta`: a lock file or snapshot of the meta-repo CLI. `baseline`: the block of the reliability guide. */
  format: 'tagback' | 'meta' | 'baseline'
  /** `null` when the file does not say. */
  environment: string | null
  /** The moment that the snapshot shows: ISO 8601, or a day; `null` when the file does not say. */
  takenAt: string | null
  /** `OWNER/NAME`; `null` when the file does not say. */
  repository: string | null
  /** In the order of the file. */
  components: SnapshotEntry[]
}

/** The repository that a snapshot names when it is another than this one, which may have been renamed; else `null`. */
export const foreignRepository = ({ repository }: Pick<Snapshot, 'repository'>, here: string): string | null =>
  repository !== null && repository.toLowerCase() !== here.toLowerCase() ? repository : null

export type SnapshotEntry = {
  /** As the file calls it: the id of a component in our format, any name of it in the others. */
  component: string
  version: string | null
  /** In our format 40 hexadecimal digits; in the others at least seven. */
  commit: string | null
  /** What an environment tag held, or has to hold, to mean this release: a tag object or the commit. */
  object: string | null
  /** When the release last passed its watch in the environment: ISO 8601, or a day. */
  lastVerified: string | null
}
