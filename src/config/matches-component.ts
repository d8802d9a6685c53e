import picomatch from 'picomatch'
import type { Component } from '../tags/component.ts'

/** Whether a glob names this component, with its prefix (`components/prompts/*`) or without (`prompts/*`). */
export const matchesComponent = (glob: string, { id, type, name }: Component): boolean =>
  matchesName(glob, id) || matchesName(glob, `${type}/${name}`)

export const matchesName = (glob: string, name: string): boolean => picomatch.isMatch(name, glob, { dot: true })
