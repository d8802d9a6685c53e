import { parseNumber } from './parse-number.ts'

export type SampleLine = { name: string; labels: ReadonlyMap<string, string>; value: number }

const NAME = /[a-zA-Z_:][\w:]*/y
const LABEL = /[ \t]*([a-zA-Z_]\w*|"(?:[^"\\]|\\.)*")[ \t]*/y
const VALUE = /=[ \t]*("(?:[^"\\]|\\.)*")[ \t]*/y
/** Value, time in one of two formats, and an exemplar, which only has to look like one. */
const REST = /[ \t]*([^ \t]+)(?:[ \t]+([+-]?[\d.]+(?:[eE][+-]?\d+)?))?[ \t]*(?:#[ \t]*\{.*)?$/y

/**
 * A line with a sample, in the text format 0.0.4 or in OpenMetrics 1.0, with or without the quoted names of
 * Prometheus 3. Undefined when it is none.
 */
export const parseSampleLine = (line: string): SampleLine | undefined => {
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(line)
    at += found?.[0].length ?? 0
    return found
  }
  let name = take(NAME)?.[0]
  const labels = new Map<string, string>()
  const blanks = /[ \t]*/y
  take(blanks)
  if (line[at] === '{') {
    at++
    take(blanks)
    while (line[at] !== '}') {
      const label = take(LABEL)?.[1]
      if (label === undefined) return undefined
      const key = label.startsWith('"') ? unescaped(label) : label
      if (line[at] === '=') {
        const value = take(VALUE)?.[1]
        if (value === undefined || labels.has(key)) return undefined
        labels.set(key, unescaped(value))
      } else {
        if (name !== undefined || !label.startsWith('"')) return undefined
        name = key
      }
      if (line[at] === ',') at++
      else if (line[at] !== '}') return undefined
      take(blanks)
    }
    at++
  } else if (name !== undefined && !/[ \t]/.test(line.charAt(at - 1))) return undefined
  const value = parseNumber(take(REST)?.[1] ?? '')
  return name === undefined || value === undefined ? undefined : { name, labels, value }
}

/** Other escapes stay as they are, as in Prometheus. */
const unescaped = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\([\\"n])/g, (_, character: string) => (character === 'n' ? '\n' : character))
