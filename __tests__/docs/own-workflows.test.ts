import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { replaceBlock } from '../../scripts/action-inputs.ts'
import { workflowInputs, workflowSettings } from '../../scripts/workflow-settings.ts'
import { pages, ROOT, readText, snippetsOf } from './snippets.ts'

const FOLDER = '.github/workflows'
const files = readdirSync(join(ROOT, FOLDER))
const textOf = (file: string): string => readText(`${FOLDER}/${file}`)
const called = files.filter((file) => 'workflow_call' in (parse(textOf(file)).on ?? {}))

describe.each(files)('%s', (file) => {
  const text = textOf(file)

  it('pins every action to a commit, and says which version that is', () => {
    const unpinned = [...text.matchAll(/uses: (\S+)(.*)$/gm)].filter(
      ([, uses = '', rest = '']) =>
        !/^\$(\/|$)/.test(uses) && !(/^[\w./-]+@[0-9a-f]{40}$/.test(uses) && /^ # v\d+\.\d+\.\d+$/.test(rest)),
    )
    expect(unpinned.map(([, uses]) => uses)).toStrictEqual([])
  })

  it('says of every permission what it is for, and gives none that it does not name', () => {
    const granted = [...text.matchAll(/^ +[\w-]+: (?:read|write)\b(.*)$/gm)]
    expect(granted.filter(([, reason = '']) => !/^ # .+/.test(reason))).toStrictEqual([])
    expect(parse(text).permissions).toBeDefined()
  })

  it('hands over secrets by name only', () => expect(text).not.toMatch(/secrets: inherit/))

  it('bounds every job', () => {
    for (const job of Object.values<Record<string, unknown>>(parse(text).jobs)) {
      if (!('uses' in job)) expect(job['timeout-minutes']).toBeDefined()
    }
  })
})

describe.each(called)('%s, to be called,', (file) => {
  const workflow = parse(textOf(file))
  const job = Object.values<{ outputs?: Record<string, string> }>(workflow.jobs).findLast(({ outputs }) => outputs)

  it('gives types and descriptions to its inputs, and descriptions to its secrets', () => {
    const { inputs, secrets } = workflow.on.workflow_call
    for (const input of Object.values(inputs ?? {}))
      expect(input).toMatchObject({ type: expect.any(String), description: expect.stringMatching(/./) })
    for (const secret of Object.values(secrets ?? {}))
      expect(secret).toMatchObject({ description: expect.stringMatching(/./) })
  })

  it('gives on every output of its job', () => {
    expect(Object.keys(workflow.on.workflow_call.outputs)).toStrictEqual(Object.keys(job?.outputs ?? {}))
  })
})

type Permissions = Record<string, string>
type Job = { uses?: string; permissions?: Permissions }

/** Each documented call: what its caller grants, and what the jobs of the called workflow ask for. */
const CALLS = pages()
  .flatMap((page) => snippetsOf(page))
  .filter(({ language, text }) => language === 'yaml' && text.includes('/.github/workflows/'))
  .flatMap(({ page, line, text }) => {
    const { jobs, permissions } = parse(text) as { jobs?: Record<string, Job>; permissions?: Permissions }
    return Object.values(jobs ?? {}).flatMap((job) => {
      const file = /^OWNER\/tagback\/\.github\/workflows\/([\w-]+\.yml)@/.exec(job.uses ?? '')?.[1]
      const granted = job.permissions ?? permissions ?? {}
      return file === undefined ? [] : [{ where: `${page}:${line}`, file, granted }]
    })
  })

const askedBy = (file: string): Permissions[] => {
  const { jobs, permissions } = parse(textOf(file)) as { jobs: Record<string, Job>; permissions: Permissions }
  return Object.values(jobs).map((job) => job.permissions ?? permissions)
}

it('is documented how to call every workflow that can be called', () => {
  expect(new Set(CALLS.map(({ file }) => file))).toStrictEqual(new Set(called))
})

// GitHub refuses the whole run when a called workflow asks for more than its caller has.
it.each(CALLS)('$where grants $file what it asks for, and no more', ({ file, granted }) => {
  const level = (permissions: Permissions, name: string): number =>
    ['none', 'read', 'write'].indexOf(permissions[name] ?? 'none')
  const asked = askedBy(file)
  const names = new Set([granted, ...asked].flatMap((permissions) => Object.keys(permissions)))
  for (const name of names) {
    const most = Math.max(...asked.map((permissions) => level(permissions, name)))
    expect({ name, level: level(granted, name) }).toStrictEqual({ name, level: most })
  }
})

describe.each(['guard.yml', 'reconcile.yml', 'rollback.yml', 'drill.yml'])('%s', (file) => {
  const text = textOf(file)

  it('has the settings as inputs, and hands each of them on', () => {
    expect(replaceBlock(text, 'settings', workflowInputs())).toBe(text)
    expect(replaceBlock(text, 'with', workflowSettings())).toBe(text)
  })

  it('makes the token of the App before Tagback, so that it is revoked after it', () => {
    const job = Object.values<{ steps: { uses?: string }[] }>(parse(text).jobs).at(-1)
    const uses = (job?.steps ?? []).flatMap((step) => step.uses ?? [])
    expect(uses[0]).toMatch(/^actions\/create-github-app-token@/)
    expect(uses[1]).toMatch(/^\$\//)
  })
})

describe('guard.yml', () => {
  const { guard } = parse(textOf('guard.yml')).jobs

  it('gives on every output of the action but the folder on its own disk', () => {
    const outputs = Object.keys(parse(readText('action.yml')).outputs)
    expect(Object.keys(guard.outputs)).toStrictEqual(outputs.filter((name) => name !== 'evidence'))
  })

  it('never cancels a guard, drops none, and leaves the records to Tagback', () => {
    expect(guard.concurrency).toMatchObject({ queue: 'max', 'cancel-in-progress': false })
    expect(guard.concurrency.group).toContain('github.ref')
    expect(guard.environment.deployment).toBe(false)
  })
})
