import type { Component } from '../../tags/component.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import type { RefMove } from '../ports.ts'

/** What is to be done with one component. */
export type RestoreStep = {
  component: Component
  environment: string
  /** `refs/tags/components/prompts/extraction/production` */
  ref: string
  /** What the tag holds now; `ABSENT` when there is none. */
  holds: ObjectId
  /** What that means; null when there is no tag, or one that leads to no commit. */
  from: Release | null
  /** With the object that the tag is pointed at. */
  to: Release
  /** Why this release. */
  because: string
  /**
   * `move`: the tag is moved and the release deployed. `deploy`: the tag is there, but the records do not say that the
   * release was deployed. `nothing`: it is there, and live.
   */
  act: 'move' | 'deploy' | 'nothing'
  /** A version tag that was deleted, to be made again. */
  recreate: RefMove | null
}

export type RestorePlan = {
  /** In the order in which they are deployed. */
  steps: RestoreStep[]
  /** Why it cannot be done. Nothing is written as long as there is one. */
  problems: string[]
  remarks: string[]
}
