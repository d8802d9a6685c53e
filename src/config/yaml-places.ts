import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { messageOf } from '../message-of.ts'

/** YAML with the place of everything in it. */
export type PlacedYaml = {
  value: unknown
  /** `FILE:LINE:COLUMN` of the value at a path, or of its key; of the closest that is there. */
  placeOf(path: readonly PropertyKey[], of?: 'key' | 'value'): string
  problems: string[]
}

/** Aliases can make a small file large; a configuration needs few. */
const MOST_ALIASES = 100

/** @param schema `failsafe` leaves every scalar the text that it is: commit `1234567e8` is no number then. */
export function readPlacedYaml(text: string, file: string, schema: 'core' | 'failsafe' = 'core'): PlacedYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const problems = document.errors.map((error) => `${at(error.pos[0])} ${error.message}`)
  let value: unknown = null
  try {
    if (problems.length === 0) value = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    problems.push(`${file}: ${messageOf(error)}`)
  }
  return {
    value,
    placeOf: (path, of = 'value') => at(offsetOf(document, path, of)),
    problems,
  }
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], of: 'key' | 'value'): number {
  let node: Node | null = document.contents
  let offset = node?.range?.[0] ?? 0
  for (const [index, step] of path.entries()) {
    if (!isMap(node)) break
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    if (!pair) break
    const last = index === path.length - 1
    const key = pair.key as Node
    node = pair.value as Node | null
    offset = (last && of === 'key' ? key.range?.[0] : (node?.range?.[0] ?? key.range?.[0])) ?? offset
  }
  return offset
}
