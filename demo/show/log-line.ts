import type { Colour, Ink } from './ink.ts'
import { wrap } from './wrap.ts'

const COLOURS: Record<string, Colour> = { error: 'red', warning: 'yellow', notice: 'green' }

/**
 * A line of a step's log as it is read in the demo: indented, with `##[warning]…` of the runner as `warning: …`.
 * An annotation may hold several lines.
 */
export const showLogLine = (line: string, ink: Ink): string[] => {
  const [, level, message] = /^##\[(error|warning|notice|debug|group)\](.*)$/s.exec(line) ?? []
  if (line === '##[endgroup]') return []
  const text = level === undefined || level === 'group' ? (message ?? line) : `${level}: ${message}`
  const colour = COLOURS[level ?? '']
  const indent = /^ */.exec(text)?.[0] ?? ''
  return text
    .split('\n')
    .flatMap((part) => wrap(part.trimStart(), `   | ${indent}`, `   |   ${indent}`))
    .map(
      (part) => `${ink('dim', part.slice(0, 4))}${colour === undefined ? part.slice(4) : ink(colour, part.slice(4))}`,
    )
}
