import { parseInstantOrDay } from '../config/parse-instant.ts'
import { messageOf } from '../message-of.ts'

/** Says what is wrong at a place of the file. */
export type Complain = (path: readonly string[], message: string, of?: 'key' | 'value') => void

/** A map of the file, and where it is. */
export type Section = { value: Readonly<Record<string, unknown>>; path: readonly string[]; complain: Complain }

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text of a field; `null` when it is left out, empty or `null`. */
export function readText({ value, path, complain }: Section, key: string): string | null {
  const text = value[key]
  if (text === undefined || text === null || text === '' || text === 'null' || text === '~') return null
  if (typeof text === 'string') return text
  complain([...path, key], `${key}: expected text, got ${Array.isArray(text) ? 'a list' : 'a map'}`)
  return null
}

/** @param digits `40` for whole object ids only, `7` also for abbreviated ones */
export function readObjectId(section: Section, key: string, digits: 7 | 40): string | null {
  const text = readText(section, key)
  if (text === null || (/^[0-9a-f]{7,40}$/.test(text) && text.length >= digits)) return text
  const expected = digits === 40 ? '40 lower-case hexadecimal digits' : '7 to 40 lower-case hexadecimal digits'
  section.complain([...section.path, key], `${key}: expected ${expected}, got ${shown(text)}`)
  return null
}

export function readTime(section: Section, key: string): string | null {
  const text = readText(section, key)
  if (text === null) return null
  try {
    parseInstantOrDay(text)
    return text
  } catch (error) {
    section.complain([...section.path, key], `${key}: ${messageOf(error)}`)
    return null
  }
}

/** The map under a key, and each map in it. Complains of what is none. */
export function readEntries({ value, path, complain }: Section, key: string): { name: string; section: Section }[] {
  const entries = value[key]
  const at = [...path, key]
  if (!isMap(entries)) {
    complain(at, `${key}: expected a map from the names of components to their releases`)
    return []
  }
  return Object.entries(entries).flatMap(([name, entry]) => {
    if (isMap(entry)) return [{ name, section: { value: entry, path: [...at, name], complain } }]
    complain([...at, name], `${shown(name)}: expected a map with a version or a commit`)
    return []
  })
}

/** Text from a file in one line of a message. */
export const shown = (text: string): string => JSON.stringify(text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 100))
