import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { ANALYSIS, createHistoryWorld, type HistoryWorld, json } from './history-world.ts'
import { linksIn } from './rendered.ts'
import { COMPONENT } from './world.ts'

jest.setTimeout(120_000)

let world: HistoryWorld
beforeAll(async () => {
  world = await createHistoryWorld()
  world.github.clearRequests()
})
afterAll(async () => {
  try {
    // It reads: nothing was written but the two moves by hand that a test made.
    const writes = world.writes().filter((name) => !name.startsWith('Tagback'))
    expect(writes).toStrictEqual(['git-receive-pack', 'git-receive-pack'])
    expect(world.github.violations).toStrictEqual([])
  } finally {
    await world.close()
  }
})

const versions = (items: Record<string, unknown>[]): string[] =>
  items.map(({ component, environment, version }) => `${component} ${environment} ${version}`)

describe('seed 0, row 3: see what is deployed', () => {
  it('shows what every tag names, since when, by whom, and what is known of it', async () => {
    const { outputs, exitCode, summary } = await world.history({ show: 'state' })
    expect(exitCode).toBe(0)
    expect(json(outputs.state)).toMatchObject([
      { component: ANALYSIS, environment: 'production', version: 'v2.0.0', by: 'ada', judgement: 'not-judged' },
      { environment: 'production-canary', version: 'v2.1.0', decision: 'kept', reason: 'unwatched' },
      { environment: 'production-us-west', version: 'v2.0.0', decision: 'held', reason: 'inconclusive' },
      { component: COMPONENT, version: 'v1.3.0', basis: 'tag', unrecorded: false, remarks: [] },
    ])
    expect(summary).toContain('| prompts/extraction | production | [v1.3.0](')
    expect(linksIn(summary, world.github.url)).toStrictEqual([])
  })

  it('keeps to components and environments (row 19: regions)', async () => {
    for (const component of ['analysis', 'prompts/analysis', ANALYSIS, 'prompts/a*']) {
      const { outputs } = await world.history({ show: 'state', component, environment: 'production-*' })
      expect(versions(json(outputs.state))).toStrictEqual([
        `${ANALYSIS} production-canary v2.1.0`,
        `${ANALYSIS} production-us-west v2.0.0`,
      ])
    }
  })
})

describe('seed 0, row 28: who deployed what and when', () => {
  it('names every move, with the run and the verdict; one by hand as not recorded, with who made its tag', async () => {
    const { outputs } = await world.history({ component: 'extraction' })
    const events = json(outputs.history).map(({ kind, from, to, actor, decision, reason }) => [
      ...[kind, (from as { version: string } | null)?.version, (to as { version: string }).version],
      ...[actor, decision, reason],
    ])
    expect(events).toStrictEqual([
      ['guard', 'v1.0.0', 'v1.3.0', 'ada', 'kept', 'unwatched'],
      ['unrecorded', 'v1.1.0', 'v1.0.0', 'Ada Deployer', undefined, undefined],
      ['rollback', 'v1.2.0', 'v1.1.0', 'ada', 'kept', 'healthy'],
      ['guard', 'v1.1.0', 'v1.2.0', 'ada', 'rolled-back', 'above-threshold'],
      ['guard', 'v1.0.0', 'v1.1.0', 'ada', 'kept', 'healthy'],
    ])
    expect([outputs.complete, outputs.after]).toStrictEqual(['true', ''])
  })

  it('filters by actor and time', async () => {
    const { outputs } = await world.history({
      ...{ since: world.at('rolled back'), until: world.at('unwatched'), actor: 'a*', component: 'prompts/*' },
    })
    expect(json(outputs.history).map(({ kind, to }) => [kind, (to as { version: string }).version])).toStrictEqual([
      ['guard', 'v1.3.0'],
    ])
    const byHand = await world.history({ actor: 'Ada Deployer' })
    expect(json(byHand.outputs.history)).toMatchObject([{ kind: 'unrecorded', after: expect.any(String) }])
  })

  it('shows a tag that was moved without a record after the last one, and says so', async () => {
    await world.edgit.setEnvironment(ANALYSIS, 'production', 'v2.1.0', world.date())
    await world.push(`refs/tags/${ANALYSIS}/production`)
    const { outputs, summary } = await world.history({ component: ANALYSIS, environment: 'production' })
    expect(json(outputs.state)).toMatchObject([
      { version: 'v2.1.0', by: 'Ada Deployer', unrecorded: true, judgement: 'never-here' },
    ])
    expect(json(outputs.history)[0]).toMatchObject({ kind: 'unrecorded', from: { version: 'v2.0.0' } })
    expect(outputs.unrecorded).toBe('1')
    expect(summary).toContain('> [!WARNING]\n> One environment tag is where no record has put it.')
    await world.edgit.setEnvironment(ANALYSIS, 'production', 'v2.0.0', world.date())
    await world.push(`refs/tags/${ANALYSIS}/production`)
  })
})

describe('seed 0, rows 13 and 25: time travel', () => {
  it.each([
    ['before the ledger', 'v1.0.0', 'tagger', 'never-here'],
    ['kept', 'v1.1.0', 'record', 'known-good'],
    ['rolled back', 'v1.1.0', 'record', 'known-good'],
    ['moved by hand', 'v1.0.0', 'tagger', 'not-judged'],
    ['unwatched', 'v1.3.0', 'record', 'not-judged'],
  ])('knows what was live: %s', async (moment, version, basis, judgement) => {
    const { outputs } = await world.history({ show: 'state', component: COMPONENT, at: world.at(moment) })
    expect(json(outputs.state)).toMatchObject([{ version, basis }])
    if (judgement !== 'never-here') expect(json(outputs.state)).toMatchObject([{ remarks: expect.any(Array) }])
  })

  it.each(['before the ledger', 'kept', 'rolled back', 'moved by hand', 'unwatched'])(
    'rollback would put there what is shown here: %s',
    async (moment) => {
      const at = world.at(moment)
      const shown = await world.history({ show: 'state', component: COMPONENT, at })
      const [state] = json(shown.outputs.state)
      const { outputs } = await world.restore({ component: 'extraction', to: at, into: 'debug', 'dry-run': 'true' })
      const { steps } = JSON.parse(outputs.plan ?? '')
      expect([outputs.decision, steps]).toMatchObject(['planned', [{ to: { version: state?.version } }]])
    },
  )

  it('knows that the bad version was live until it was rolled back', async () => {
    const { outputs } = await world.history({ component: COMPONENT })
    const bad = json(outputs.history).find(({ decision }) => decision === 'rolled-back')
    const then = await world.history({ show: 'state', component: COMPONENT, at: String(bad?.at) })
    expect(json(then.outputs.state)).toMatchObject([{ version: 'v1.2.0', judgement: 'in-hand' }])
  })
})

describe('seed 0, row 4 and seed 3, rows 43, 44, 46, 47 and 48: targets and snapshots', () => {
  it('rows 4 and 43: lists every version with what is known of it, not four files', async () => {
    const { outputs } = await world.history({ show: 'targets', component: COMPONENT })
    const [place] = json(outputs.targets)
    expect(place).toMatchObject({
      targets: [
        { version: 'v1.3.0', current: true, judgement: 'not-judged' },
        { version: 'v1.2.0', judgement: 'quarantined', reason: 'above-threshold' },
        { version: 'v1.1.0', judgement: 'known-good', choice: expect.stringContaining('last version that passed') },
        { version: 'v1.0.0', judgement: 'not-judged', lastDeployed: null },
      ],
    })
  })

  it('rows 44, 46 and 47: writes a snapshot, keeps the one before when something changed, and compares', async () => {
    const inputs = { show: 'state', environment: 'production', 'snapshot-file': 'locks/production.yaml' }
    const first = await world.history({ ...inputs, at: world.at('kept') })
    expect([first.exitCode, first.outputs['previous-file']]).toStrictEqual([0, ''])
    expect(world.file('locks/production.yaml')).toContain('    version: v1.1.0\n')
    const second = await world.history({ ...inputs, 'compare-snapshot': 'locks/production.yaml' })
    expect(second.outputs['previous-file']).toBe('locks/production.previous.yaml')
    expect(json(second.outputs.changes)).toMatchObject([
      { component: ANALYSIS, kind: 'only-before' },
      { component: COMPONENT, kind: 'changed', from: { version: 'v1.3.0' }, to: { version: 'v1.1.0' } },
    ])
    expect(world.file('locks/production.yaml')).toContain('    version: v1.3.0\n')
    expect(world.file('locks/production.previous.yaml')).toContain('    version: v1.1.0\n')
    const third = await world.history(inputs)
    expect(third.outputs['previous-file']).toBe('')
    expect(world.file('locks/production.previous.yaml')).toContain('    version: v1.1.0\n')
  })

  it('row 48: shows what a lock of the meta-repo CLI would change here, of another environment, too', async () => {
    const lock = 'environment: staging\ncomponents:\n  extraction:\n    version: v1.1.0\n    sha: abcdef1\n'
    writeFileSync(join(world.workspace, 'components.lock.staging.yaml'), lock)
    const { outputs, summary } = await world.history({
      ...{ show: 'state', environment: 'production', 'compare-snapshot': 'components.lock.staging.yaml' },
    })
    expect(json(outputs.changes)).toMatchObject([{ kind: 'only-before' }, { component: COMPONENT, kind: 'changed' }])
    expect(summary).toContain('What components.lock.staging.yaml, a snapshot of staging would change in production')
  })

  it('says of a snapshot that it is of another repository, and keeps it beside what replaces it', async () => {
    const inputs = { show: 'state', environment: 'production', 'snapshot-file': 'elsewhere.yaml' }
    await world.history(inputs)
    const own = world.file('elsewhere.yaml')
    writeFileSync(join(world.workspace, 'elsewhere.yaml'), own.replace('octo/prompts', 'octo/other'))
    const { summary, annotations, outputs } = await world.history({ ...inputs, 'compare-snapshot': 'elsewhere.yaml' })
    expect(annotations.map(({ message }) => message)).toStrictEqual([
      'elsewhere.yaml is a snapshot of octo/other, not of octo/prompts',
    ])
    expect(summary).toContain('elsewhere.yaml is a snapshot of octo/other, not of octo/prompts: its versions may be')
    expect(outputs['previous-file']).toBe('elsewhere.previous.yaml')
    expect(world.file('elsewhere.yaml').split('\n').slice(2)[0]).toBe(own.split('\n').slice(2)[0])
  })

  it('shows what would be new there, and refuses what is nowhere', async () => {
    const inputs = { show: 'state', environment: 'production-canary', 'compare-snapshot': 'new.yaml' }
    writeFileSync(join(world.workspace, 'new.yaml'), 'components:\n  extraction: {version: v1.0.0}\n')
    const { outputs } = await world.history(inputs)
    expect(json(outputs.changes)).toMatchObject([{ kind: 'only-before' }, { component: COMPONENT, kind: 'only-after' }])
    writeFileSync(join(world.workspace, 'new.yaml'), 'components:\n  payments: {version: v1.0.0}\n')
    const { annotations } = await world.history(inputs)
    expect(annotations[0]?.message).toContain('new.yaml:2:3 "payments": there is no such component')
  })
})

describe('seed 2, row 34: a baseline has to be fresh', () => {
  it('refuses one that nobody has seen healthy within max-age, and writes nothing', async () => {
    const inputs = { show: 'state', environment: 'production', 'snapshot-file': 'baseline.yaml' }
    const { exitCode, annotations } = await world.history({ ...inputs, 'max-age': '7d' })
    expect([exitCode, existsSync(join(world.workspace, 'baseline.yaml'))]).toStrictEqual([1, false])
    expect(annotations.map(({ message }) => message)).toStrictEqual([
      `${ANALYSIS} v2.0.0 was never seen healthy, and max-age asks for that`,
      `${COMPONENT} v1.3.0 was never seen healthy, and max-age asks for that`,
    ])
  })

  it("reads the guide's block", async () => {
    const block = 'baseline:\n  extraction: v1.1.0\n  last_verified: 2026-01-15\n'
    writeFileSync(join(world.workspace, 'guide.yaml'), block)
    const { exitCode, outputs, log } = await world.history({
      ...{ show: 'state', environment: 'production', 'compare-snapshot': 'guide.yaml', 'max-age': '7d' },
    })
    expect(exitCode).toBe(1)
    expect(log).toContain('extraction v1.1.0 was last seen healthy 2026-01-15, longer ago than max-age')
    expect(json(outputs.changes)).toMatchObject([{ kind: 'only-before' }, { to: { lastVerified: '2026-01-15' } }])
  })
})

describe('seed 4, row 57: the rollback log', () => {
  it('has the seven fields, leaves what people wrote, and repeats nothing', async () => {
    await world.history({ 'rollback-log': 'docs/rollback-log.md' })
    const log = world.file('docs/rollback-log.md')
    const fields = [...log.matchAll(/^- \*\*(.+?)\*\*: /gm)].map(([, field]) => field)
    expect(fields).toStrictEqual([
      ...['Trigger', 'Severity', 'Scope', 'Rollback Time', 'Downtime', 'Root Cause', 'Prevention'],
    ])
    expect(log).toMatch(/^### \d{4}-\d\d-\d\d \d\d:\d\d - prompts\/extraction in production Rollback$/m)
    expect(log).toContain(
      '- **Severity**: High\n- **Scope**: prompts/extraction in production only, v1.2.0 to v1.1.0\n',
    )
    const edited = log.replace(/to be written$/m, 'a test of the prompt')
    writeFileSync(join(world.workspace, 'docs/rollback-log.md'), edited)
    const again = await world.history({ 'rollback-log': 'docs/rollback-log.md' })
    expect(again.log).toContain('docs/rollback-log.md: 0 rollbacks added')
    expect(world.file('docs/rollback-log.md')).toBe(edited)
  })
})

describe('seed 0, row 10: what changed', () => {
  it("shows the component's own files between two versions, or a version and an environment", async () => {
    const { summary, exitCode } = await world.history({
      ...{ show: 'state', component: COMPONENT, compare: 'v1.1.0...production' },
    })
    expect(exitCode).toBe(0)
    expect(summary).toContain('### What changed from v1.1.0 to v1.3.0')
    expect(summary).toContain('-v1.1.0\n+v1.3.0')
    expect(summary).not.toContain('analysis.md')
    expect(summary).toMatch(/\/compare\/[0-9a-f]{40}\.\.[0-9a-f]{40}\)/)
  })
})

describe('a long history', () => {
  it('is read in parts that fit together', async () => {
    await world.history({ 'history-file': 'whole.jsonl' })
    const { outputs, summary } = await world.history({ limit: '1', 'history-file': 'parts.jsonl' })
    // All is on one page here: a limit stops between pages, never within one.
    expect([outputs.complete, outputs.after]).toStrictEqual(['true', ''])
    expect(summary).toContain('Everything that was asked for was read')
    expect(world.file('parts.jsonl')).toBe(world.file('whole.jsonl'))
    expect(world.file('whole.jsonl').trim().split('\n')).toHaveLength(8)
  })
})

describe('bad input', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'a component that is not here',
      { component: 'prompts/extractoin' },
      '"prompts/extractoin": there is no such component, did you mean components/prompts/extraction, ',
    ],
    [
      'an environment that is not here',
      { environment: 'prodution' },
      'nothing of this is in "prodution", did you mean production, ',
    ],
    [
      'a glob that means nothing',
      { component: 'promts/*' },
      'nothing is called "promts/*", did you mean prompts/analysis, prompts/extraction?',
    ],
    [
      'a name that could be two',
      { component: 'prompt' },
      '"prompt": could be any of components/prompts/analysis, components/prompts/extraction: write the id',
    ],
    [
      'a component that is not in that environment',
      { component: 'extraction', environment: 'production-canary' },
      'Input component: components/prompts/extraction is not in production-canary',
    ],
    [
      'a time without a zone',
      { at: '2026-11-12T14:47:00' },
      'Input at: expected a time with its zone such as 2024-11-12T14:47:00Z',
    ],
    ['a time to come', { at: '2999-01-01T00:00:00Z' }, 'Input at: 2999-01-01T00:00:00Z has not come yet'],
    [
      'a time before the ledger',
      { component: ANALYSIS, at: '2020-01-01T00:00:00Z' },
      'Input at: The records of what was asked for begin on 20',
    ],
    ['a range that ends before it begins', { since: '2026-02-01', until: '2026-01-01' }, 'since is later than until'],
    [
      'a view that there is not',
      { show: 'everything' },
      'Input show: expected some of state, history, targets, got "everything"',
    ],
    [
      'a filter of what is not shown',
      { show: 'state', actor: 'ada' },
      'Input actor: only counts when history is among show',
    ],
    [
      'a cursor of something else',
      { after: 'Y3Vyc29yOjE' },
      'Input after: expected the output after of an earlier run, got "Y3Vyc29yOjE"',
    ],
    [
      'two files that are one',
      { 'history-file': 'docs/log.md', 'rollback-log': './docs/log.md' },
      'Inputs snapshot-file, rollback-log and history-file: two of them name the same file',
    ],
    ['a snapshot of several environments', { 'snapshot-file': 'x.yaml' }, 'Input snapshot-file: needs one environment'],
    [
      'a file outside of the workspace',
      { 'history-file': '../x.jsonl' },
      'Input history-file: expected a file in the workspace, got "../x.jsonl"',
    ],
    [
      'a file that is not there',
      { 'compare-snapshot': 'nothing.yaml' },
      'Input compare-snapshot: nothing.yaml cannot be read: ENOENT',
    ],
    [
      'an age that nothing is held against',
      { 'max-age': '7d' },
      'Input max-age: only counts with snapshot-file or compare-snapshot',
    ],
    [
      'a comparison of one thing',
      { compare: 'v1.0.0' },
      'Input compare: expected two versions or environments such as v1.0.0...v1.1.0',
    ],
    [
      'a version that there is not',
      { component: COMPONENT, compare: 'v1.0.0...v1.20.0' },
      'has neither a version nor an environment v1.20.0, did you mean v1.',
    ],
    [
      'a comparison of several components',
      { compare: 'v1.0.0...v1.1.0' },
      'Input compare: needs one component, 2 were found',
    ],
    ['a limit that is none', { limit: '0' }, 'Input limit: expected a whole number from 1 to 1000000, got "0"'],
  ])('%s', async (_what, inputs, message) => {
    const { exitCode, annotations, summary } = await world.history(inputs)
    expect(annotations.map((annotation) => annotation.message).join('\n')).toContain(message)
    expect([exitCode, summary]).toStrictEqual([1, ''])
  })

  it('says where a snapshot cannot be read, and which of its components are not here', async () => {
    writeFileSync(join(world.workspace, 'broken.yaml'), 'components:\n  api: {version: v1\n')
    const broken = await world.history({ 'compare-snapshot': 'broken.yaml' })
    expect(broken.annotations[0]?.message).toMatch(/^broken\.yaml:\d+:\d+ /)
    writeFileSync(
      join(world.workspace, 'other.yaml'),
      'environment: production\ncomponents:\n  api: {version: v1.0.0}\n',
    )
    const other = await world.history({ 'compare-snapshot': 'other.yaml', environment: 'production' })
    expect(other.annotations[0]?.message).toContain(
      'other.yaml:3:3 "api": there is no such component. There are components/',
    )
  })

  it('says which permission is missing', async () => {
    const token = world.github.createToken({ kind: 'actions', permissions: { contents: 'read' } })
    const { annotations } = await world.history({ token })
    expect(annotations[0]?.message).toContain('give the job contents: read and deployments: read')
  })
})
