import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { replayLine } from '../../src/analysis/replay.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { createSource } from '../../src/metrics/sources.ts'
import { guardProblems, variablesIn } from './guard-problems.ts'
import { inScratchRepository } from './scratch-repository.ts'
import { commandsOf, shellProblems } from './shell-problems.ts'
import { pages, readText, type Snippet, snippetsOf } from './snippets.ts'
import { workflowErrors } from './workflow-errors.ts'
import { classifyYaml, type Step } from './yaml-snippet.ts'

const POLICY = {
  ...{ threshold: 0.01, falseRollbackRisk: 0.05, noise: 0.5, ignoreBlips: 30, minimumRequests: 20 },
  ...{ interval: 5, minDuration: 300, duration: 600 },
}

/** Inputs of the actions that workflows in the documentation use. Ours from the sources, others from their action.yml. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  'OWNER/tagback@v1': Object.keys(parse(readText('action.yml')).inputs),
  'OWNER/tagback/check@v1': Object.keys(parse(readText('check/action.yml')).inputs),
  'actions/create-github-app-token@v2': [
    ...['app-id', 'private-key', 'permission-contents', 'permission-deployments', 'permission-workflows'],
  ],
}

const settingsOf = (step: Step): Record<string, string> => {
  const { paused: _paused, token: _token, ...settings } = step.with ?? {}
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
}

const isGuard = ({ uses }: Step): boolean => uses === 'OWNER/tagback@v1'

const yamlOn = (page: string) =>
  snippetsOf(page).flatMap(({ language, text }) => (language === 'yaml' ? [classifyYaml(text)] : []))
const filesOn = (page: string): string[] =>
  yamlOn(page).flatMap((yaml) => (yaml.kind === 'configuration' ? [yaml.text] : []))
const guardsOn = (page: string): Step[] =>
  yamlOn(page).flatMap((yaml) => (yaml.kind === 'workflow' ? yaml.steps.filter(isGuard) : []))

/** Workflow and file of one page belong together: one may leave to the other what it does not say. */
async function yamlProblems({ page, text }: Snippet): Promise<string[]> {
  const yaml = classifyYaml(text)
  switch (yaml.kind) {
    case 'workflow': {
      const files = filesOn(page)
      const problems = yaml.steps.flatMap((step) => stepProblems(step, files.length > 0 ? files : [null]))
      return [...(await workflowErrors(yaml.content)), ...problems]
    }
    case 'configuration': {
      const [step] = guardsOn(page)
      return guardProblems(text, step ? settingsOf(step) : {}, step ? handedOn(step) : variablesIn(text))
    }
    case 'settings': {
      const hasDeploy = 'deploy-command' in yaml.settings || 'deploy' in yaml.settings
      const settings = { ...(hasDeploy ? {} : { deploy: 'none' }), ...yaml.settings }
      const { 'metric-command': command } = yaml.settings
      return [...guardProblems(null, settings, variablesIn(text)), ...(command ? shellProblems(command) : [])]
    }
    case 'unknown':
      return ['neither a workflow, nor steps, nor a configuration file, nor settings']
  }
}

const handedOn = (step: Step): string[] => Object.keys(step.env ?? {})

function stepProblems(step: Step, files: (string | null)[]): string[] {
  if (step.run !== undefined) return bashProblems(step.run)
  const known = INPUTS[step.uses ?? '']
  if (!known) return [`${step.uses}: not known to this test`]
  const unknown = Object.keys(step.with ?? {}).filter((name) => !known.includes(name))
  if (!isGuard(step)) return unknown
  return [...unknown, ...files.flatMap((file) => guardProblems(file, settingsOf(step), handedOn(step)))]
}

/** Scripts of others, such as the one to migrate from: they have to be bash. */
const bashProblems = (script: string): string[] => shellProblems(script).filter((text) => !text.endsWith('this test'))

const isGitOnly = (script: string): boolean =>
  commandsOf(script).every(([program = '']) => ['git', 'for', 'done'].includes(program))

function bashSnippetProblems({ text }: Snippet): string[] {
  if (!isGitOnly(text)) return shellProblems(text)
  inScratchRepository((run) => {
    const ref = 'refs/tags/components/prompts/extraction/production'
    const [expected = '', target = ''] = run(`git rev-parse ${ref} components/prompts/extraction/v1.1.0^{}`).split('\n')
    run(text, { REF: ref, EXPECTED: expected, TARGET: target })
  })
  return []
}

const TAG_RULES = ['creation', 'update', 'deletion']
const ACTORS = ['Team', 'Integration', 'RepositoryRole', 'OrganizationAdmin', 'User', 'DeployKey']

function jsonProblems({ text }: Snippet): string[] {
  const value = JSON.parse(text) as Record<string, unknown>
  if ('rules' in value) {
    expect(value).toMatchObject({ target: 'tag', enforcement: 'active', name: expect.any(String) })
    const { conditions, rules, bypass_actors: actors = [] } = value as Record<string, never[]>
    const { include, exclude } = (conditions as unknown as Record<string, Record<string, unknown>>).ref_name ?? {}
    expect([include, exclude]).toStrictEqual([expect.arrayContaining([expect.stringMatching(/^refs\/tags\//)]), []])
    expect(rules).not.toHaveLength(0)
    for (const { type } of rules as { type: string }[]) expect(TAG_RULES).toContain(type)
    for (const { actor_type: type, actor_id: id, bypass_mode: mode } of actors as Record<string, unknown>[])
      expect([ACTORS.includes(type as string), typeof id, mode]).toStrictEqual([true, 'number', 'always'])
    return []
  }
  if ('measurements' in value) return replayLine(POLICY, text, 1).id === value.id ? [] : ['another trace']
  return ['id', 'verdict', 'at', 'reason', 'sentence'].every((key) => key in value) ? [] : ['no ruleset and no trace']
}

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
      return bashSnippetProblems(snippet)
    case 'json':
      return jsonProblems(snippet)
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
    ['settings that contradict each other', snippet('yaml', 'deploy: none\ndeploy-command: x\n'), 'both'],
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

  it('a git command that fails', () => expect(() => bashSnippetProblems(snippet('bash', 'git push nowhere'))).toThrow())
  it('JSON of no kind', () => expect(jsonProblems(snippet('json', '{"a":1}'))).not.toStrictEqual([]))
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
