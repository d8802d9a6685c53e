import type { Component } from './component.ts'
import { ABSENT, type ObjectId } from './git-object.ts'
import { parseTag } from './parse-tag.ts'
import { printable } from './printable.ts'

/** What a push event says of one tag. `before` and `after` are what the ref held: tag objects, for annotated tags. */
export type TagPush = {
  /** `refs/tags/…` */
  ref: string
  before: ObjectId
  after: ObjectId
  /** Login of who pushed. */
  actor: string
}

export type ClassifiedPush =
  | { kind: 'move'; component: Component; environment: string }
  | { kind: 'nothing-to-do'; reason: 'foreign-tag' | 'version-created' | 'environment-deleted'; sentence: string }
  | {
      kind: 'wrong'
      reason: 'not-a-tag' | 'malformed-tag' | 'version-tag-moved' | 'version-tag-deleted'
      sentence: string
    }

/** Only the move of an environment tag is followed. Whether a tag was moved is read from its values: `forced` is not reliable. */
export function classifyPush({ ref, before, after }: TagPush, prefixes: readonly string[]): ClassifiedPush {
  if (!ref.startsWith('refs/tags/')) {
    return { kind: 'wrong', reason: 'not-a-tag', sentence: `Expected the push of a tag, got ${printable(ref)}` }
  }
  const tag = ref.slice('refs/tags/'.length)
  const parsed = parseTag(ref, prefixes)
  if (parsed.kind === 'foreign') return { kind: 'nothing-to-do', reason: 'foreign-tag', sentence: parsed.explanation }
  if (parsed.kind === 'malformed') {
    return { kind: 'wrong', reason: 'malformed-tag', sentence: `${parsed.explanation}. ${parsed.hint}` }
  }
  if (parsed.kind === 'environment') {
    return after === ABSENT
      ? {
          kind: 'nothing-to-do',
          reason: 'environment-deleted',
          sentence: `Tag ${tag} was deleted: nothing is deployed, and what runs keeps running`,
        }
      : { kind: 'move', component: parsed.component, environment: parsed.environment }
  }
  if (before === ABSENT) {
    return {
      kind: 'nothing-to-do',
      reason: 'version-created',
      sentence: `${parsed.version} of ${parsed.component.id} is a new version: it is deployed when an environment tag names it`,
    }
  }
  if (after === ABSENT) {
    return {
      kind: 'wrong',
      reason: 'version-tag-deleted',
      sentence: `Version tag ${tag} was deleted. Version tags never move: push it again at ${before}, it may be what an environment has to go back to`,
    }
  }
  return {
    kind: 'wrong',
    reason: 'version-tag-moved',
    sentence: `Version tag ${tag} was moved from ${before} to ${after}. Version tags never move: point it back, and give the new content a version of its own`,
  }
}
