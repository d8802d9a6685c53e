import type { TagPush } from '../../tags/classify-push.ts'
import type { BasePorts, Configure, RunIdentity } from '../guard-ports.ts'

export type GuardRequest = {
  push: TagPush
  tagPrefixes: readonly string[]
  ports: BasePorts
  run: RunIdentity
  configure: Configure
  /** Nothing is moved or deployed, only said. */
  paused: boolean
}
