import picomatch from 'picomatch'
import type { Component } from '../tags/component.ts'

/** Whether a glob names this component, with its prefix (`components/prompts/*`) or without (`prompts/*`). */
export const matchesComponent = (glob: string, { id, type, name }: Component): boolean =>
  matchesName(glob, id) || matchesName(glob, `${type}/${name}`)

export const matchesName = (glob: string, name: string): boolean => matcherOf(glob)(name)

/** A file has the same globs for each of many components. */
const matchers = new Map<string, (name: string) => boolean>()

function matcherOf(glob: string): (name: string) => boolean {
  const known = matchers.get(glob)
  if (known) return known
  const matcher = picomatch(glob, { dot: true })
  matchers.set(glob, matcher)
  return matcher
}
