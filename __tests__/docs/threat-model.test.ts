import { describe, expect, it } from '@jest/globals'
import { readText } from './snippets.ts'

/** Rows that end in a file and the name of a test in it. */
const ROW = /^\| .* \| `([a-z/-]+\.test\.ts)`: (.+) \|$/gm

const shown = [...readText('docs/threat-model.md').matchAll(ROW)].map(([, file = '', name = '']) => ({ file, name }))

describe('the threat model', () => {
  it('names a test in every row of an attack', () => {
    const attacks = readText('docs/threat-model.md').split('\n## ').slice(2, -1)
    const rows = attacks.flatMap((section) => section.split('\n').filter((line) => /^\| (?!attack|---)/.test(line)))
    expect(shown).toHaveLength(rows.length)
  })

  it.each(shown)('$file has: $name', ({ file, name }) => {
    expect(readText(`__tests__/${file}`)).toMatch(new RegExp(`(it|test|describe|\\n *)[^\\n]*'${escaped(name)}'`))
  })
})

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
