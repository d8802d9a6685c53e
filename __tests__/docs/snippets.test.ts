import { describe, expect, it } from '@jest/globals'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { createSource } from '../../src/metrics/sources.ts'
import { bashProblems } from './bash-problems.ts'
import { jsonProblems } from './json-problems.ts'
import { pages, readText, type Snippet, snippetsOf } from './snippets.ts'
import { yamlProblems } from './yaml-problems.ts'

/** A message about a configuration file has to be one that such a file brings about. */
function messageProblems(text: string): string[] {
  const [, line, setting] = /^\.github\/tagback\.yml:(\d+):\d+ (\S+):/.exec(text) ?? []
  if (line === undefined) return []
  const file = `defaults:\n${'  # a comment\n'.repeat(Number(line) - 2)}  ${setting}: 1%\n`
  const read = readConfigFile(file)
  return read.kind === 'problems' && read.problems.join('\n') === text.trim() ? [] : ['no file brings this about']
}

async function problemsOf(snippet: Snippet): Promise<string[]> {
  switch (snippet.language) {
    case 'yaml':
      return yamlProblems(snippet)
    case 'bash':
    case 'console':
      return bashProblems(snippet.text)
    case 'json':
      return jsonProblems(snippet.text)
    case 'ts': {
      const file = /^file=(\S+)$/.exec(snippet.about)?.[1]
      if (file === undefined) return ['expected file=… with the file that it is cut from']
      return readText(file).includes(snippet.text) ? [] : [`${file} does not hold these lines`]
    }
    case 'text':
      return messageProblems(snippet.text)
    default:
      return [`language ${JSON.stringify(snippet.language)} is not known to this test`]
  }
}

describe.each(pages())('%s', (page) => {
  const snippets = snippetsOf(page)

  it('closes every fence', () => {
    expect(readText(page).match(/^ *```/gm) ?? []).toHaveLength(snippets.length * 2)
  })

  for (const snippet of snippets) {
    it(`line ${snippet.line}: ${snippet.language}`, async () => expect(await problemsOf(snippet)).toStrictEqual([]))
  }
})

describe('this test notices', () => {
  const snippet = (language: string, text: string, page = 'SECURITY.md'): Snippet => ({
    ...{ page, line: 1, language, about: '', text },
  })
  it.each<[string, Snippet, string]>([
    ['another language', snippet('toml', ''), 'language'],
    ['YAML of no kind', snippet('yaml', 'a: b'), 'neither'],
    ['an unknown input', snippet('yaml', '- uses: OWNER/tagback@v1\n  with:\n    treshold: 1%\n'), 'treshold'],
    ['a value that is not taken', snippet('yaml', 'defaults:\n  threshold: 1\n'), 'threshold'],
    ['settings that contradict each other', snippet('yaml', 'deploy: none\ndeploy-command: x\n'), 'expected one of'],
    [
      'a query that cannot be filled in',
      snippet('yaml', 'metric: http-json\nmetric-url: https://a.b\nrate: "{name}"\nthreshold: 1%\n'),
      'quotes',
    ],
    [
      'a secret that is not handed on',
      snippet(
        'yaml',
        '- uses: OWNER/tagback@v1\n  with:\n    deploy: none\n    metric: http-json\n    metric-url: https://a.b\n    metric-headers: "A: {env:B}"\n    rate: a\n    threshold: 1%\n',
      ),
      'expected a value for B',
    ],
    ['a script that does not exist', snippet('bash', 'npm run nothing'), 'nothing'],
    ['a flag that does not exist', snippet('bash', 'curl --nothing https://a.b'), '--nothing'],
    ['a program that it does not know', snippet('bash', 'kubectl get pods'), 'kubectl'],
    ['what bash cannot read', snippet('bash', 'if true; then'), 'unexpected'],
    ['a message that no file brings about', snippet('text', '.github/tagback.yml:3:3 treshold: no\n'), 'no file'],
    ['lines that are not there', { ...snippet('ts', 'const x = 1\n'), about: 'file=src/index.ts' }, 'does not hold'],
  ])('%s', async (_what, wrong, said) => expect((await problemsOf(wrong)).join('\n')).toContain(said))

  it('a git command that fails', () => expect(() => bashProblems('git push nowhere')).toThrow())
  it('JSON of no kind', () => expect(jsonProblems('{"a":1}')).not.toStrictEqual([]))
})

it('docs/metrics.md has a section for every source', () => {
  let said = ''
  try {
    createSource('', { headers: {}, timeoutSeconds: 1, fetch, values: {} as never })
  } catch (error) {
    said = (error as Error).message
  }
  const names = /expected one of (.*), got/.exec(said)?.[1]?.split(', ') ?? []
  const titles = [...readText('docs/metrics.md').matchAll(/^## `(.*)`$/gm)].map(([, name]) => name)
  expect(titles).toStrictEqual(names)
})
