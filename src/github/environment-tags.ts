import type { Component } from '../tags/component.ts'
import type { ObjectId } from '../tags/git-object.ts'
import { parseTag } from '../tags/parse-tag.ts'
import { type ListOptions, listTags } from './list-tags.ts'

/**
 * The environments that a component has a tag of: what each tag holds, and the end of its chain of tag objects.
 *
 * @throws when git cannot be asked
 */
export async function environmentTags(
  options: ListOptions,
  { id, prefix }: Component,
): Promise<ReadonlyMap<string, { object: ObjectId; commit: ObjectId }>> {
  const tags = await listTags(options, [id])
  return new Map(
    tags.flatMap(({ ref, object, peeled }) => {
      const parsed = parseTag(ref, [prefix])
      return parsed.kind === 'environment' ? [[parsed.environment, { object, commit: peeled }] as const] : []
    }),
  )
}
