import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { languageProblems } from './language-problems.ts'
import { pages, ROOT, readText, snippetsOf } from './snippets.ts'
import { classifyYaml } from './yaml-snippet.ts'

const actions = ['', ...readdirSync(ROOT)]
  .map((folder) => join(folder, 'action.yml'))
  .filter((path) => existsSync(join(ROOT, path)))
const workflows = readdirSync(join(ROOT, '.github/workflows')).map((name) => `.github/workflows/${name}`)

it.each([...actions, ...workflows])('%s', async (path) => {
  expect(await languageProblems(path, readText(path))).toStrictEqual([])
})

const shown = pages()
  .flatMap(snippetsOf)
  .flatMap(({ page, line, language, text }) => {
    const yaml = language === 'yaml' ? classifyYaml(text) : null
    return yaml?.kind === 'workflow' ? [{ where: `${page}:${line}`, content: yaml.content }] : []
  })

it.each(shown)('$where', async ({ content }) => {
  expect(await languageProblems('.github/workflows/snippet.yml', content)).toStrictEqual([])
})

describe('the language service notices', () => {
  const guard = 'uses: OWNER/tagback/.github/workflows/guard.yml@v1'
  it.each<[string, string, string]>([
    ['an unknown event', 'on: pushed\njobs: {}\n', 'pushed'],
    ['an unknown permission', 'on: push\npermissions: { workflows: write }\njobs: {}\n', 'workflows'],
    [
      'an unknown input of a called workflow',
      `on: push\njobs:\n  a:\n    ${guard}\n    with: { treshold: 1% }\n`,
      'treshold',
    ],
    ['a secret that is not taken', `on: push\njobs:\n  a:\n    ${guard}\n    secrets: { TOKEN: x }\n`, 'TOKEN'],
    [
      'an unknown input of an action',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: OWNER/tagback@v1\n        with: { treshold: 1% }\n',
      'treshold',
    ],
    [
      'an unknown context',
      `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo \${{ gitub.ref }}\n`,
      'gitub',
    ],
  ])('%s', async (_what, text, said) => {
    expect((await languageProblems('.github/workflows/wrong.yml', text)).join('\n')).toContain(said)
  })

  it('a program that an action does not name', async () => {
    const text = readText('action.yml').replace('main: dist/index.js', 'mian: dist/index.js')
    expect((await languageProblems('action.yml', text)).join('\n')).toContain('mian')
  })
})
