import { type Alias, type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { messageOf } from '../message-of.ts'

/** YAML with the place of everything in it. */
export type PlacedYaml = {
  value: unknown
  /** `FILE:LINE:COLUMN` of the value at a path, or of its key; of the closest that is there. */
  placeOf(path: readonly PropertyKey[], of?: 'key' | 'value'): string
  problems: string[]
}

type ParseOptions = NonNullable<Parameters<typeof parseDocument>[1]>

/** Aliases can make a small file large; a configuration needs few. */
const MOST_ALIASES = 100

/** @param schema `failsafe` leaves every scalar the text that it is: commit `1234567e8` is no number then. */
export function readPlacedYaml(text: string, file: string, schema: 'core' | 'failsafe' = 'core'): PlacedYaml {
  const lines = new LineCounter()
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema }
  const { document, failure } = parsed(text, options)
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const problems = document.errors.map((error) => `${at(error.pos[0])} ${error.message}`)
  if (failure) problems.push(`${file}: ${failure}`)
  let value: unknown = null
  try {
    if (problems.length === 0) value = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    const alias = unresolvedIn(document)
    problems.push(`${alias?.range ? at(alias.range[0]) : `${file}:`} ${messageOf(error)}`)
  }
  return {
    value,
    placeOf: (path, of = 'value') => at(offsetOf(document, path, of)),
    problems,
  }
}

/** The parser throws when maps stand in each other thousands deep. */
function parsed(text: string, options: ParseOptions): { document: Document.Parsed; failure: string | null } {
  try {
    return { document: parseDocument(text, options), failure: null }
  } catch (error) {
    const failure = `expected YAML that can be read, got text that the parser gives up on: ${messageOf(error)}`
    return { document: parseDocument('', options), failure }
  }
}

/** What an alias names has to stand before it. */
function unresolvedIn(document: Document.Parsed): Alias | null {
  let found: Alias | null = null
  const anchors = new Set<string>()
  visit(document, {
    Value: (_key, { anchor }) => void (anchor && anchors.add(anchor)),
    Alias: (_key, alias) => {
      if (anchors.has(alias.source)) return undefined
      found = alias
      return visit.BREAK
    },
  })
  return found
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
