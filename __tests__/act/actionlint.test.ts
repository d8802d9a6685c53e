import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { findGoProgram } from '../../testing/act/find-go-program.ts'
import { pages, ROOT, snippetsOf } from '../docs/snippets.ts'
import { classifyYaml } from '../docs/yaml-snippet.ts'

const folder = mkdtempSync(join(tmpdir(), 'tagback-lint-'))
const WORKFLOWS = join(folder, '.github/workflows')
mkdirSync(WORKFLOWS, { recursive: true })
// actionlint reads its configuration in a repository only.
mkdirSync(join(folder, '.git'))
cpSync(join(ROOT, '.github/actionlint.yaml'), join(folder, '.github/actionlint.yaml'))
afterAll(() => rmSync(folder, { recursive: true }))

const lint = (file: string): string => {
  const { status, stdout, stderr } = spawnSync(findGoProgram('actionlint'), ['-no-color', '-oneline', file], {
    cwd: folder,
    encoding: 'utf8',
  })
  return `${stdout}${stderr}${status === 0 || status === 1 ? '' : `exit code ${status}`}`
}

const shown = pages().flatMap((page) =>
  snippetsOf(page).flatMap(({ line, language, text }) => {
    const yaml = language === 'yaml' ? classifyYaml(text) : null
    return yaml?.kind === 'workflow' ? [[`${page.replaceAll('/', '-')}-${line}.yml`, yaml.content] as const] : []
  }),
)

it('has nothing to say of our workflows', () => {
  cpSync(join(ROOT, '.github/workflows'), WORKFLOWS, { recursive: true })
  for (const file of readdirSync(WORKFLOWS)) expect(lint(join(WORKFLOWS, file))).toBe('')
})

it.each(shown)('has nothing to say of %s', (name, content) => {
  writeFileSync(join(WORKFLOWS, name), content)
  expect(lint(join(WORKFLOWS, name))).toBe('')
})

it('would say it', () => {
  const steps = `      - run: echo "\${{ github.event.issue.title }}"\n`
  const script = `on: issues\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`
  writeFileSync(join(WORKFLOWS, 'wrong.yml'), script)
  expect(lint(join(WORKFLOWS, 'wrong.yml'))).toContain('potentially untrusted')
})
