import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

export type Snippet = {
  page: string
  line: number
  language: string
  /** What follows the language, such as `file=src/metrics/sources.ts`. */
  about: string
  text: string
}

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Every page that people read: those at the root, of the actions beside it, and of docs/. */
export const pages = (): string[] => [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...['check', 'drill', 'history', 'reconcile', 'rollback', 'selftest'].map((action) => `${action}/README.md`),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .toSorted(),
]

const FENCED = /^( *)```([\w-]*)[ ]?(.*)\n([\s\S]*?)^\1```$/gm

/** The fenced blocks of a Markdown file, with the line that each begins at. Those within lists lose their indent. */
export const snippetsOf = (page: string): Snippet[] => {
  const text = readText(page)
  return [...text.matchAll(FENCED)].map(([, indent = '', language = '', about = '', inner = ''], index) => ({
    ...{ page, language, about },
    line: text.slice(0, [...text.matchAll(FENCED)][index]?.index ?? 0).split('\n').length,
    text: inner.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}
