import type { Component } from './component.ts'
import { printable } from './printable.ts'
import { isVersion, looksLikeVersion } from './version.ts'

export type ParsedTag =
  | { kind: 'version'; component: Component; version: string }
  | { kind: 'environment'; component: Component; environment: string }
  /** Somebody else's tag: nothing to do. */
  | { kind: 'foreign'; explanation: string }
  /** Meant for us, but it cannot be followed safely. */
  | { kind: 'malformed'; explanation: string; hint: string }

/**
 * Letters and digits of any script, then also `.`, `_`, `+`, `@` and `-`. Git allows quotes, `$`, `(` and control
 * characters of Unicode in ref names; no component needs them, and every log line is easier to trust without.
 */
const SAFE_PART = /^[\p{L}\p{N}][\p{L}\p{N}._+@-]*$/u

/** Reads `{prefix}/{type}/{name}/{slot}` from a full ref name (`refs/tags/…`) or the name of a tag. */
export function parseTag(ref: string, prefixes: readonly string[]): ParsedTag {
  const tag = ref.replace(/^refs\/tags\//, '')
  const prefix = prefixes.find((candidate) => tag.startsWith(`${candidate}/`))
  if (prefix === undefined) {
    return { kind: 'foreign', explanation: `Tag ${printable(tag)} is not under ${prefixes.join('/, ')}/` }
  }
  const parts = tag.slice(prefix.length + 1).split('/')
  const [type, name, slot] = parts
  if (parts.length !== 3 || !type || !name || !slot) {
    return {
      kind: 'foreign',
      explanation: `Tag ${printable(tag)} is not of the form ${prefix}/{type}/{name}/{version or environment}`,
    }
  }
  const unsafe = [type, name, slot].find((part) => !SAFE_PART.test(part))
  if (unsafe !== undefined) {
    return {
      kind: 'malformed',
      explanation: `Tag ${printable(tag)}: ${printable(unsafe)} holds characters that Tagback does not follow`,
      hint: 'Use letters, digits, ".", "_", "+", "@" and "-" in types, names, versions and environments',
    }
  }
  const component: Component = { id: `${prefix}/${type}/${name}`, prefix, type, name }
  if (isVersion(slot)) return { kind: 'version', component, version: slot }
  if (looksLikeVersion(slot)) {
    return {
      kind: 'malformed',
      explanation: `Tag ${tag}: ${slot} looks like a version, but is not MAJOR.MINOR.PATCH without leading zeros`,
      hint: `Name versions like v1.2.0, and environments so that they do not begin like a version`,
    }
  }
  return { kind: 'environment', component, environment: slot }
}
