import { messageOf } from '../../message-of.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { ArmedMove } from './guard-end.ts'

/**
 * The version that somebody else moved the tag to, such as `v1.3.0 (1a2b3c4)`; the id of the object alone when that is
 * not known. Asked for once: all that a look at the tag tells is the id.
 */
export async function releaseAt(
  { ports }: Pick<GuardContext, 'ports'>,
  { move, target }: Pick<ArmedMove, 'move' | 'target'>,
  object: string,
): Promise<string> {
  const id = object.slice(0, 7)
  const known = [move.from, target?.release].find((release) => release?.object === object)
  if (known) return `${known.version} (${id})`
  const { component, environment, ref, to } = move
  try {
    const state = await ports.repository.readState({ component, environment, ref, before: to.object })
    if (state.tag?.id !== object) return id
    const found = resolveRelease(state.tag, component, state.versionTags)
    return found.kind === 'release' ? `${found.release.version} (${id})` : id
  } catch (error) {
    ports.tell({ kind: 'detail', text: `Which version the tag was moved to could not be read: ${messageOf(error)}` })
    return id
  }
}
