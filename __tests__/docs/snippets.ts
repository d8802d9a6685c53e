import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export type Snippet = { language: string; text: string; line: number }

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** The fenced blocks of a Markdown file, with the line that each begins at. */
export const snippetsOf = (path: string): Snippet[] => {
  const text = readText(path)
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }))
}
