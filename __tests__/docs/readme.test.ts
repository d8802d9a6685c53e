import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { settingsTable } from '../../scripts/settings-table.ts'
import { isFailure, type Outcome } from '../../src/flows/outcome.ts'
import { classifyPush } from '../../src/tags/classify-push.ts'
import { inScratchRepository } from './scratch-repository.ts'
import { pages, ROOT, readText, snippetsOf } from './snippets.ts'
import { workflowErrors } from './workflow-errors.ts'

const ofLanguage = (language: string) => snippetsOf('README.md').filter((snippet) => snippet.language === language)
const workflow = ofLanguage('yaml')[0]?.text ?? ''

describe('README', () => {
  it('is checked against a parser that would notice', async () => {
    expect(await workflowErrors(workflow)).toStrictEqual([])
    expect(await workflowErrors(workflow.replace('queue: max', 'queue: maximum'))).not.toStrictEqual([])
  })

  it('has workflows of its own that GitHub accepts', async () => {
    for (const file of readdirSync(join(ROOT, '.github/workflows'))) {
      expect([file, await workflowErrors(readText(`.github/workflows/${file}`))]).toStrictEqual([file, []])
    }
  })

  it('lists the settings as they are', () => expect(readText('README.md')).toContain(settingsTable()))

  it('lists the decisions, and which of them fail', () => {
    const rows = [...readText('README.md').matchAll(/^\| `([a-z-]+)` \| (succeeds|\*\*fails\*\*) \|/gm)]
    expect(rows).toHaveLength(7)
    for (const [, decision, step] of rows) {
      expect([decision, isFailure({ decision } as Outcome)]).toStrictEqual([decision, step === '**fails**'])
    }
  })

  it('begins with the commands that CI runs', () => {
    const commands = ofLanguage('bash').map(({ text }) => text.trim())
    expect(commands.slice(0, 2)).toStrictEqual(['npm ci && npm run demo', 'npm cit'])
    expect(readText('.ci/run')).toMatch(/^npm cit$/m)
  })

  it('moves a tag by commands that make what the action reads', () => {
    const [move] = ofLanguage('bash').filter(({ text }) => text.startsWith('git tag'))
    inScratchRepository((run) => {
      run(`${move?.text} 2>/dev/null`)
      const tag = run('cd ../origin.git && git cat-file tag components/prompts/extraction/production')
      const version = run('cd ../origin.git && git rev-parse components/prompts/extraction/v1.2.0').trim()
      expect(tag).toContain(`object ${version}\ntype tag\ntag components/prompts/extraction/production\n`)
    })
  })
})

it('filters tags that the action follows, wherever a workflow is shown, but for the self-test', () => {
  const filters = pages()
    .flatMap(snippetsOf)
    .flatMap(({ language, text }): string[] => (language === 'yaml' ? (parse(text)?.on?.push?.tags ?? []) : []))
  expect(filters.length).toBeGreaterThan(3)
  for (const filter of filters.filter((pattern) => pattern !== 'tagback-selftest/**')) {
    const ref = `refs/tags/${filter.replace('*', 'prompts').replace('*', 'extraction')}`
    const push = { ref, before: 'a'.repeat(40), after: 'b'.repeat(40), actor: 'ada' }
    expect(classifyPush(push, ['components', 'logic']).kind).toBe('move')
  }
})
