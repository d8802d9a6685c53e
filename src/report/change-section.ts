import type { Change } from '../flows/ports.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'

/** Characters of one line: a prompt may hold a whole paragraph in it. */
const LONGEST = 200

/** What the move changed in the component's own files, in short. */
export function changeSection({ path, lines, left }: Change): string {
  if (lines.length === 0) return `Nothing changed in <code>${escapeMarkdown(path)}</code>.`
  const shown = lines.map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line))
  const more = left > 0 ? [`… ${left} more ${left === 1 ? 'line' : 'lines'}`] : []
  return fenced([...shown, ...more].join('\n'), 'diff')
}
