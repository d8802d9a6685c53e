import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { convertWorkflowTemplate } from '@actions/workflow-parser/model/convert'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { settingsTable } from '../../scripts/settings-table.ts'
import { checkSettings } from '../../src/config/check-settings.ts'
import { parseMetricHeaders } from '../../src/config/metric-headers.ts'
import { isFailure, refusal } from '../../src/flows/outcome.ts'
import { createSource } from '../../src/metrics/sources.ts'
import { classifyPush } from '../../src/tags/classify-push.ts'
import { readText, snippetsOf } from './snippets.ts'

const snippets = snippetsOf('README.md')
const ofLanguage = (language: string) => snippets.filter((snippet) => snippet.language === language)

type Step = { uses: string; with: Record<string, string>; env: Record<string, string> }

const workflowErrors = async (content: string): Promise<string[]> => {
  const result = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter())
  const errors = result.context.errors.getErrors().map(({ message }) => message)
  if (errors.length > 0 || !result.value) return errors
  const template = await convertWorkflowTemplate(result.context, result.value)
  return (template.errors ?? []).map(({ Message }) => Message)
}

describe('README', () => {
  it('holds no snippet that this test does not know', () => {
    expect(snippets.map(({ language }) => language).toSorted()).toStrictEqual(
      ['bash', 'bash', 'bash', 'bash', 'json', 'text', 'yaml'].toSorted(),
    )
  })

  it('shows a workflow that GitHub accepts', async () => {
    expect(await workflowErrors(ofLanguage('yaml')[0]?.text ?? '')).toStrictEqual([])
  })

  it('would notice one that it does not', async () => {
    const misspelt = ofLanguage('yaml')[0]?.text.replace('queue: max', 'queue: maximum') ?? ''
    expect(await workflowErrors(misspelt)).not.toStrictEqual([])
  })

  it('shows inputs that the action has and takes', () => {
    const workflow = parse(ofLanguage('yaml')[0]?.text ?? '')
    const [step] = workflow.jobs.guard.steps as [Step]
    expect(step.uses).toBe('OWNER/tagback@v1')
    const declared = Object.keys(parse(readText('action.yml')).inputs)
    expect(declared).toEqual(expect.arrayContaining(Object.keys(step.with)))
    const { paused: _paused, ...settings } = step.with
    const checked = checkSettings(settings)
    if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
    const metric = checked.settings.watch?.metrics[0]
    const { headers } = parseMetricHeaders(metric?.headers ?? '', { PROMETHEUS_TOKEN: 'secret' })
    expect(headers).toStrictEqual({ authorization: 'Bearer secret' })
    expect(Object.keys(step.env)).toStrictEqual(['PROMETHEUS_TOKEN'])
    const values = {
      component: 'c',
      type: 't',
      name: 'n',
      version: 'v1.0.0',
      environment: 'production',
      commit: 'a'.repeat(40),
    }
    const source = createSource(metric?.source ?? '', { ...metric, headers, timeoutSeconds: 1, values, fetch })
    expect(source.description).toContain('service="n"')
  })

  it('filters tags that the action follows', () => {
    const { on } = parse(ofLanguage('yaml')[0]?.text ?? '')
    const ref = `refs/tags/${on.push.tags[0].replace('*', 'prompts').replace('*', 'extraction')}`
    const push = { ref, before: 'a'.repeat(40), after: 'b'.repeat(40), actor: 'ada' }
    expect(classifyPush(push, ['components', 'logic']).kind).toBe('move')
  })

  it('has workflows of its own that GitHub accepts', async () => {
    for (const file of readdirSync(join(import.meta.dirname, '../../.github/workflows'))) {
      expect([file, await workflowErrors(readText(`.github/workflows/${file}`))]).toStrictEqual([file, []])
    }
  })

  it('lists the settings as they are', () => expect(readText('README.md')).toContain(settingsTable()))

  it('lists the decisions, and which of them fail', () => {
    const rows = [...readText('README.md').matchAll(/^\| `([a-z-]+)` \| (succeeds|\*\*fails\*\*) \|/gm)]
    expect(rows).toHaveLength(7)
    for (const [, decision, step] of rows) {
      const outcome = { ...refusal('bad-input', 'x'), decision: decision as never }
      expect([decision, isFailure(outcome)]).toStrictEqual([decision, step === '**fails**'])
    }
  })

  it('shows a ruleset of the form that GitHub documents', () => {
    expect(JSON.parse(ofLanguage('json')[0]?.text ?? '')).toMatchObject({
      target: 'tag',
      enforcement: 'active',
      conditions: { ref_name: { include: [expect.stringMatching(/^refs\/tags\//)], exclude: [] } },
      rules: [{ type: 'update' }, { type: 'deletion' }],
    })
  })

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> }
    const commands = ofLanguage('bash').map(({ text }) => text.trim())
    expect(commands[0]).toBe('npm ci && npm run demo')
    expect(commands[1]).toBe('npm cit')
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
    expect(readText('.ci/run')).toMatch(/^npm cit$/m)
  })

  it('moves a tag by commands that make what the action reads', () => {
    const root = mkdtempSync(join(tmpdir(), 'tagback-readme-'))
    const env = {
      ...process.env,
      ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' },
    }
    const run = (script: string): string =>
      execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' })
    run('git init -q --bare origin.git && git init -q clone && cd clone && git remote add origin ../origin.git')
    run('cd clone && git commit -q --allow-empty -m one && git tag -a -m v components/prompts/extraction/v1.2.0')
    run(`cd clone\n${ofLanguage('bash')[3]?.text} 2>/dev/null`)
    const tag = run('cd origin.git && git cat-file tag components/prompts/extraction/production')
    expect(tag).toMatch(/^object [0-9a-f]{40}\ntype tag\ntag components\/prompts\/extraction\/production\n/)
    rmSync(root, { recursive: true })
  })
})
