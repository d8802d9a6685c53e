import { nearest } from '../../config/nearest.ts'
import { nameComponents } from '../../snapshots/name-components.ts'
import type { Component } from '../../tags/component.ts'

export type ComponentOfName = { kind: 'named'; component: Component } | { kind: 'problem'; problem: string }

/** Whether a pattern stands for several components, and is no name of one. */
export const isGlob = (pattern: string): boolean => /[*?[\]{}]/.test(pattern)

/** The one component that an id, `type/name` or name means, in every action alike; or why there is none, with the nearest. */
export function nameComponent(name: string, all: readonly Component[]): ComponentOfName {
  const named = nameComponents([name], all)
  const component = named.kind === 'named' ? named.components.get(name) : undefined
  if (component) return { kind: 'named', component }
  const message = named.kind === 'problems' ? (named.problems[0]?.message ?? '') : ''
  return { kind: 'problem', problem: `${JSON.stringify(name.slice(0, 100))}: ${sayUnknown(name, message, all)}` }
}

/** Of a thousand components the first five help nobody: the nearest do. */
function sayUnknown(written: string, message: string, all: readonly Component[]): string {
  if (!message.startsWith('there is no such component')) return message
  const own = written.split('/').at(-1) ?? written
  const names = new Map(all.map((component) => [component.id, component.name]))
  const close = nearest(own, [...new Set(names.values())]).flatMap((near) =>
    [...names].flatMap(([id, name]) => (name === near ? [id] : [])),
  )
  return `there is no such component${close.length === 0 ? ', nor any other' : `, did you mean ${close.slice(0, 3).join(', ')}?`}`
}
