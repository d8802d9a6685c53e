import { describe, expect, it } from '@jest/globals'
import { record, release } from '../../ledger/records.ts'
import { AFTER, BEFORE, runGuardIn } from '../guard-world.ts'

const healthy = () => 0

describe('guard', () => {
  it('keeps a healthy release', async () => {
    const { outcome, journal } = await runGuardIn({ errorRate: healthy })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy', tag: 'as-pushed' })
    expect(journal).toStrictEqual([
      'open guard v2.0.0',
      'compare v1.0.0 with v2.0.0',
      'deploy v2.0.0 (move)',
      'close 1 kept (healthy)',
    ])
  })

  it('invariant 3: moves the tag first, then deploys, then verifies', async () => {
    const { outcome, journal, tag, served, waiting } = await runGuardIn({ served: () => ({ kind: 'served' }) })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
    expect(outcome.recovery?.assessment.verdict).toBe('healthy')
    expect(journal).toStrictEqual([
      'open guard v2.0.0',
      'compare v1.0.0 with v2.0.0',
      'deploy v2.0.0 (move)',
      'move tag 2e to 1e',
      'open rollback v1.0.0',
      'deploy v1.0.0 (rollback)',
      'close 2 kept (healthy)',
      'close 1 rolled-back (above-threshold)',
    ])
    expect([tag, served]).toStrictEqual([BEFORE, 'v1.0.0'])
    // A timer left behind would keep the step running after its end.
    expect(waiting).toBe(0)
    expect(outcome.timeline.map(({ event }) => event)).toStrictEqual([
      ...['started', 'armed', 'deploy-started', 'deployed', 'decided', 'tag-moved-back', 'redeployed', 'verified'],
      ...['recovered', 'ended'],
    ])
  })

  it('invariant 3: restores service when the move is refused, then fails with the command that finishes it', async () => {
    const refused = { kind: 'refused' as const, detail: 'GH013' }
    const { outcome, served, tag } = await runGuardIn({ move: () => refused })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'move-refused', tag: 'not-moved-back' })
    expect([tag, served]).toStrictEqual([AFTER, 'v1.0.0'])
    expect(outcome.nextSteps).toStrictEqual([
      expect.stringMatching(
        `^git fetch origin ${BEFORE} && git push --force-with-lease='refs/tags/.*:${AFTER}' origin `,
      ),
    ])
  })

  it('invariant 3: does not wait longer than five seconds for the move before it deploys', async () => {
    const slow = { after: 60, result: { kind: 'moved' as const, via: 'graphql' as const } }
    const { outcome } = await runGuardIn({ move: () => slow })
    const at = (event: string) => outcome.timeline.find((entry) => entry.event === event)?.at ?? 0
    expect(at('redeployed') - at('decided')).toBe(5_000)
    expect(at('tag-moved-back') - at('decided')).toBe(60_000)
    expect(outcome.decision).toBe('rolled-back')
  })

  it('tries the move once more after the redeploy when GitHub did not answer', async () => {
    const gone = { kind: 'unreachable' as const, detail: 'ECONNRESET' }
    const { outcome, journal } = await runGuardIn({
      move: (nth) => (nth === 1 ? gone : { kind: 'moved', via: 'graphql' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back' })
    expect(journal.filter((line) => line.startsWith('move'))).toHaveLength(2)
  })

  it('tries it once again after the watch when GitHub was not there by then either', async () => {
    const gone = { kind: 'unreachable' as const, detail: 'ECONNREFUSED' }
    const { outcome, tag, journal } = await runGuardIn({
      move: (nth) => (nth < 3 ? gone : { kind: 'moved', via: 'graphql' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
    expect(outcome.sentence).toMatch(/^production is back on v1\.0\.0/)
    expect([tag, outcome.nextSteps]).toStrictEqual([BEFORE, []])
    expect(journal.filter((line) => line.startsWith('move'))).toHaveLength(3)
  })

  it('invariant 1: leaves the tag to whoever moved it while GitHub did not answer', async () => {
    const gone = { kind: 'unreachable' as const, detail: 'ECONNREFUSED' }
    const { outcome } = await runGuardIn({
      move: (nth) => (nth < 3 ? gone : { kind: 'conflict', ref: 'r', found: '9'.repeat(40) }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-by-another', nextSteps: [] })
    expect(outcome.warnings.join('\n')).toContain('moved to 9999999 after the rollback: it is not moved back')
  })

  it('invariant 1: stands down when somebody moved the tag just before it would', async () => {
    const conflict = { kind: 'conflict' as const, ref: 'r', found: '9'.repeat(40) }
    const { outcome, journal } = await runGuardIn({ move: () => conflict })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' })
    expect(journal).not.toContain('deploy v1.0.0 (rollback)')
  })

  it('invariant 1: stands down when somebody moves the tag during the watch, and deploys nothing more', async () => {
    const { outcome, journal, elapsed } = await runGuardIn({ errorRate: healthy, movedAway: 20 })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(elapsed).toBeLessThanOrEqual(25)
    expect(journal.filter((line) => line.startsWith('deploy'))).toStrictEqual(['deploy v2.0.0 (move)'])
  })

  it('invariant 4: says that it was not the deploy when the rollback does not help, and goes no further back', async () => {
    const { outcome, journal } = await runGuardIn({
      errorRate: (_version, elapsed) => (elapsed < 10 ? 0 : 0.2),
      repository: {
        recentMoves: async () => [
          { component: 'components/agents/x', environment: 'production', to: 'v3', from: 'v2', actor: 'bob', at: 'T' },
        ],
      },
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'not-the-deploy' })
    expect(outcome.recentMoves).toHaveLength(1)
    expect(journal.filter((line) => line.startsWith('deploy'))).toHaveLength(2)
  })

  it('rolls back a failed deploy, and tries a failed redeploy once more', async () => {
    const { outcome, journal } = await runGuardIn({
      deploy: (_version, nth) => (nth <= 2 ? { kind: 'failed', detail: 'exit code 1' } : { kind: 'deployed' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'deploy-failed' })
    expect(journal.filter((line) => line.startsWith('deploy'))).toHaveLength(3)
  })

  it('holds when the release before cannot be deployed again either', async () => {
    const { outcome } = await runGuardIn({ deploy: () => ({ kind: 'timed-out', detail: 'not finished after 600 s' }) })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'redeploy-failed', tag: 'moved-back' })
  })

  it('invariant 8: an error of ours in a rollback hides neither the tag nor the watch, and leaves no record open', async () => {
    const { outcome, journal, tag } = await runGuardIn({
      served: (version) => {
        if (version === 'v1.0.0') throw new Error('a port that broke its word')
        return { kind: 'served' }
      },
    })
    expect(tag).toBe(BEFORE)
    expect(outcome).toMatchObject({ decision: 'held', reason: 'internal-error', tag: 'moved-back' })
    expect(outcome.assessment?.verdict).toBe('regressed')
    expect(outcome.sentence).toContain('a port that broke its word')
    expect(journal).toContain('close 2 held (internal-error)')
  })

  it('does not record a release as back that could not be deployed again', async () => {
    const sentences: string[] = []
    await runGuardIn({
      deploy: () => ({ kind: 'failed', detail: 'exit code 1' }),
      repository: { closeRecord: async (_id, { sentence }) => void sentences.push(sentence) },
    })
    expect(sentences[0]).toBe('v1.0.0 is not known to be back, after v2.0.0 (deploy-failed)')
  })

  it('rolls back what was deployed but is not served', async () => {
    const { outcome } = await runGuardIn({
      served: (version) => (version === 'v2.0.0' ? { kind: 'differs', found: 'v1.0.0' } : { kind: 'served' }),
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'not-served' })
  })

  it('never pretends a rollback of a first deploy', async () => {
    const { outcome, tag, warnings } = await runGuardIn({ first: true })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'no-target', tag: 'as-pushed' })
    expect(tag).toBe(AFTER)
    expect(warnings.join()).toContain('Not armed: this is the first deploy to production')
  })

  it('deploys, and does not judge, an environment without a metric', async () => {
    const settings = { metric: undefined, errors: undefined, total: undefined, threshold: undefined } as never
    const { outcome } = await runGuardIn({ settings })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'unwatched' })
  })

  it('invariant 10: deploys nothing when the tag was moved on while it was read', async () => {
    const { outcome, journal } = await runGuardIn({ movedAway: 0 })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'tag-moved' })
    expect(journal.filter((line) => line.startsWith('deploy'))).toStrictEqual([])
  })

  it('deploys what is known good although the metric source is down: an outage must not hold up the way back', async () => {
    const records = [
      record(release('v2'), ['kept', 'healthy']),
      record(release('v1'), ['kept', 'healthy']),
    ].toReversed()
    const { outcome, warnings } = await runGuardIn({
      records,
      reading: () => ({ kind: 'unavailable', what: 'unreachable', detail: 'ECONNREFUSED' }),
    })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'unavailable' })
    expect(warnings.join()).toContain('deployed all the same')
  })

  it('moves nothing in observe mode', async () => {
    const { outcome, tag, served } = await runGuardIn({ settings: { 'on-regressed': 'report' } })
    expect(outcome).toMatchObject({ decision: 'reported', reason: 'above-threshold' })
    expect([tag, served]).toStrictEqual([AFTER, 'v2.0.0'])
  })

  it('ends as it would have when what changed cannot be shown', async () => {
    const { outcome } = await runGuardIn({
      change: () => {
        throw new Error('git diff: not finished after 10 s')
      },
    })
    expect(outcome).toMatchObject({ decision: 'rolled-back', tag: 'moved-back', change: null })
  })

  it('does nothing while paused', async () => {
    const { outcome, journal } = await runGuardIn({ paused: true })
    expect(outcome).toMatchObject({ decision: 'reported', reason: 'paused' })
    expect(journal).toStrictEqual([])
  })
})

describe('guard without a verdict (invariant 7)', () => {
  const silent = (elapsed: number) =>
    elapsed === 0 ? null : ({ kind: 'unavailable', what: 'timeout', detail: 'slow' } as const)
  const empty = () => ({ kind: 'nothing', what: 'empty', detail: 'no series' }) as const

  it.each([
    ['keep', 'kept'],
    ['hold', 'held'],
    ['roll-back', 'rolled-back'],
  ])('on-unavailable: %s', async (policy, decision) => {
    const { outcome } = await runGuardIn({ reading: silent, settings: { 'on-unavailable': policy } })
    expect(outcome).toMatchObject({ decision, reason: 'unavailable' })
  })

  it.each([
    ['keep', 'kept'],
    ['hold', 'held'],
    ['roll-back', 'rolled-back'],
  ])('on-inconclusive: %s', async (policy, decision) => {
    const { outcome } = await runGuardIn({ reading: empty, settings: { 'on-inconclusive': policy } })
    expect(outcome).toMatchObject({ decision, reason: 'inconclusive' })
  })

  it('extend: watches once more, then holds', async () => {
    const { outcome, elapsed } = await runGuardIn({ reading: empty, settings: { 'on-inconclusive': 'extend' } })
    expect(outcome).toMatchObject({ decision: 'held', reason: 'inconclusive' })
    expect(elapsed).toBeGreaterThan(230)
  })
})

describe('guard refuses before anything is written (invariants 2 and 9)', () => {
  const refusals: [string, string, Parameters<typeof runGuardIn>[0]][] = [
    ['a tag that is gone', 'tag-gone', { state: { tag: null } }],
    [
      'a token that may not push',
      'token-rights',
      { repository: { mayPush: async () => ({ kind: 'denied', detail: '403' }) } },
    ],
    [
      'a metric source that does not answer',
      'metric-unavailable',
      { reading: () => ({ kind: 'unavailable', what: 'unreachable', detail: 'ECONNREFUSED' }) },
    ],
    [
      'an App token that ends before the watch',
      'token-expires',
      { state: { installationToken: true }, settings: { duration: '1h' } },
    ],
    [
      'nothing to go back to, when that is required',
      'unarmed',
      { first: true, settings: { 'require-armed': 'refuse' } },
    ],
    [
      'changed workflow files under GITHUB_TOKEN, when arming is required',
      'unarmed',
      {
        state: {
          actionsToken: true,
          workflows: { target: new Map([['ci.yml', 'a']]), defaultBranch: new Map([['ci.yml', 'b']]) },
        },
        settings: { 'require-armed': 'refuse' },
      },
    ],
  ]
  it.each(refusals)('%s', async (_name, reason, world) => {
    const { outcome, journal } = await runGuardIn(world)
    expect(outcome).toMatchObject({ decision: 'refused', reason })
    expect(journal).toStrictEqual([])
  })

  it('asks before the deploy whether a metric that has nothing to count is asked for the right thing', async () => {
    const detail = 'total: no series has a value'
    const { warnings } = await runGuardIn({ reading: () => ({ kind: 'nothing', what: 'empty', detail }) })
    expect(warnings[0]).toBe(
      `The metric has nothing to count yet (${detail}). If there is traffic now, a name or a label in the query is wrong`,
    )
  })

  it('a record that cannot be written: nothing is deployed', async () => {
    const { outcome, journal } = await runGuardIn({
      repository: { openRecord: async () => Promise.reject(new Error('403')) },
    })
    expect(outcome).toMatchObject({ decision: 'refused', reason: 'record-not-written' })
    expect(journal).toStrictEqual([])
  })

  it('warns of changed workflow files under GITHUB_TOKEN', async () => {
    const { warnings } = await runGuardIn({
      state: { actionsToken: true, workflows: { target: new Map([['ci.yml', 'a']]), defaultBranch: new Map() } },
      errorRate: healthy,
    })
    expect(warnings.join()).toMatch(/GITHUB_TOKEN .* ci\.yml differ/)
  })
})

describe('guard and the ledger (invariants 5 and 6)', () => {
  const v2pushed = { ...release('v2'), object: AFTER }
  const judged = record(v2pushed, ['rolled-back', 'above-threshold'], { target: release('v1') })

  it('moves a stale clone back and deploys nothing', async () => {
    const { outcome, journal } = await runGuardIn({ records: [judged] })
    expect(outcome).toMatchObject({ decision: 'rolled-back', reason: 'stale-clone', tag: 'moved-back' })
    expect(outcome.sentence).toContain('To try it once more on purpose, name it by a new annotated tag')
    expect(journal).toStrictEqual(['move tag 2e to 1e'])
  })

  it('tries a quarantined version again when its tag was made anew, and says so', async () => {
    const records = [record(release('v2'), ['rolled-back', 'above-threshold'])]
    const { outcome, warnings } = await runGuardIn({ records, errorRate: healthy })
    expect(outcome.decision).toBe('kept')
    expect(warnings.join()).toContain('was judged bad before')
    const refused = await runGuardIn({ records, settings: { quarantine: 'refuse' } })
    expect(refused.outcome).toMatchObject({ decision: 'refused', reason: 'quarantined' })
  })

  it('deploys nothing twice when an event is run again', async () => {
    const { outcome, journal } = await runGuardIn({ records: [record(v2pushed, ['kept', 'healthy'])] })
    expect(outcome).toMatchObject({ decision: 'no-op', reason: 'already-deployed' })
    expect(journal).toStrictEqual([])
  })

  it('reads again when GitHub does not show the move yet', async () => {
    const { outcome, elapsed } = await runGuardIn({ lag: 2, errorRate: healthy })
    expect(outcome.decision).toBe('kept')
    expect(elapsed).toBeGreaterThanOrEqual(4)
  })

  it('stands down for an event that is no longer news', async () => {
    const { outcome } = await runGuardIn({ state: { tag: { kind: 'commit', id: '9'.repeat(40) } } })
    expect(outcome).toMatchObject({ decision: 'stood-down', reason: 'superseded' })
  })
})
