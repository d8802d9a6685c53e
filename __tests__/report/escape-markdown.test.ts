import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { marked } from 'marked'
import { escapeMarkdown } from '../../src/report/escape-markdown.ts'
import { markdownTable } from '../../src/report/markdown-table.ts'
import { linksIn } from '../acceptance/rendered.ts'

const PIECES = [
  ...[
    '[a](https://e.example)',
    '![a](b)',
    '<img src=x>',
    '<!--',
    '-->',
    '</td>',
    '</details>',
    '<script>',
    '`',
    '``',
    '```',
    '~~~',
  ],
  ...[
    '@octocat',
    '@org/team',
    '#12',
    'GH-12',
    'https://e.example/a?b=c',
    'http://',
    'HTTPS://E.EXAMPLE',
    'www.e.example',
    'WWW.e.example',
  ],
  ...[
    'ftp://e.example',
    'mailto:a@e.example',
    'a@e.example',
    '|',
    '\\|',
    '\n',
    '\r\n',
    '\n\n',
    '\n# ',
    '\n- ',
    '\n> ',
    '\n1. ',
    '    code',
  ],
  ...[
    '**',
    '__',
    '*',
    '_',
    '~~',
    '\\',
    '&lt;',
    '&#60;',
    '&amp;',
    '$',
    '$$',
    '[x]: https://e.example',
    '[^1]',
    '\u2028',
    '\u0085',
    '\0',
  ],
  ...['plain', 'v1.2.0', ' ', '- ', '+ ', '1. ', '1) ', '===', '---', ':tada:', 'xmpp:a@b.example'],
]
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
)
const types = (markdown: string): string[] => marked.lexer(markdown).map(({ type }) => type)

describe('escapeMarkdown', () => {
  it('leaves nothing that a renderer takes for more than text, wherever it is put', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = escapeMarkdown(text)
        for (const place of [safe, `## ${safe}`, `> [!NOTE]\n> ${safe}.`, `- ${safe}`, `before ${safe} after`]) {
          expect(linksIn(place, 'https://github.com')).toStrictEqual([])
        }
        expect(['paragraph', undefined]).toContain(types(safe)[0])
        expect(
          types(`x\n\n${safe}`)
            .filter((type) => type !== 'space')
            .slice(1),
        ).toStrictEqual(safe === '' ? [] : ['paragraph'])
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps a table whole: as many cells as before, and nothing outside of it', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const table = markdownTable([{ title: 'A' }, { title: 'B' }], [[escapeMarkdown(one), escapeMarkdown(other)]])
        const [token, ...rest] = marked.lexer(table)
        expect(rest).toStrictEqual([])
        expect(token).toMatchObject({ type: 'table', rows: [[{}, {}]] })
      }),
      { numRuns: 500 },
    )
  })

  it('puts no invisible character into an address, which would be copied with it', () => {
    const shown = escapeMarkdown('https://www.e.example/api?a=b').replace(/<wbr>/g, '').replace(/&#46;/g, '.')
    expect(shown).toBe('https://www.e.example/api?a=b')
  })

  it('leaves ordinary text as it reads', () => {
    for (const text of ['v1.2.0 in production', 'error rate 2.5% (3 of 120)', 'exit code 7; its last output'])
      expect(escapeMarkdown(text)).toBe(text)
  })
})
