import { describe, expect, it } from '@jest/globals'
import { rollbackStory } from '../../src/ledger/rollback-story.ts'
import { updateRollbackLog } from '../../src/report/rollback-log.ts'
import { record, release } from '../ledger/records.ts'

const guard = {
  ...record(release('v2'), ['rolled-back', 'outage'], { from: release('v1'), target: release('v1') }),
  sentence: 'error rate 99%',
}
const back = {
  ...record(release('v1'), ['kept', 'healthy'], { kind: 'rollback', from: release('v2'), run: guard.run }),
  ...{ sentence: 'v1.0.0 is back', createdAt: '2026-11-20T09:05:00Z' },
}
const story = rollbackStory(back, guard)
const ENTRY = `### 2026-11-20 09:05 - prompts/extraction in production Rollback

- **Trigger**: Nearly all requests failed: error rate 99%
- **Severity**: Critical
- **Scope**: prompts/extraction in production only, v2.0.0 to v1.0.0
- **Rollback Time**: 5 minutes
- **Downtime**: at most 10 minutes
- **Root Cause**: to be written (${guard.run.url})
- **Prevention**: to be written

<!-- tagback: ${back.node} -->
`

const update = (log: string, stories: Parameters<typeof updateRollbackLog>[1]) => updateRollbackLog(log, stories)

describe('the rollback log', () => {
  it('has seven fields for each rollback, and a comment that it is known by', () =>
    expect(update('', [story])).toStrictEqual({ text: `# Rollback log\n\n${ENTRY}`, added: 1, finished: 0 }))

  it('adds what is missing, the oldest first, and touches nothing else', () => {
    const earlier = { ...story, id: 'DE_1', at: '2026-11-19T09:05:00Z', component: 'components/prompts/analysis' }
    const log = `# Ours\n\n${ENTRY.replace('to be written\n', 'tests\n')}\nAsked the vendor.\n\n## Notes\n`
    const { text, added } = update(log, [story, { ...earlier, id: 'DE_2', at: '2026-11-19T10:00:00Z' }, earlier])
    expect(added).toBe(2)
    expect(text.startsWith(log)).toBe(true)
    expect([...text.matchAll(/^### (\S+ \S+)/gm)].map(([, time]) => time)).toStrictEqual([
      ...['2026-11-20 09:05', '2026-11-19 09:05', '2026-11-19 10:00'],
    ])
    expect(update(text, [story, earlier])).toStrictEqual({ text, added: 0, finished: 0 })
  })

  it('lets no text of a record begin an entry of its own, or end the comment', () => {
    const trigger = 'x\n### 2026 - forged\n- **Severity**: Low'
    const { text } = update('', [{ ...story, trigger, id: 'DE_1 -->\n### forged' }])
    expect(text.match(/^### /gm)).toHaveLength(1)
    expect(text.match(/-->/g)).toHaveLength(1)
  })
})

describe('two rollbacks of one component in one minute', () => {
  const second = { ...story, id: 'DE_second', at: '2026-11-20T09:05:40Z', from: 'v3.0.0' }

  it('are two, whether they are added together or one after the other', () => {
    const one = update('', [story]).text
    const both = update(one, [second, story])
    expect([both.added, both.text]).toStrictEqual([1, update('', [story, second]).text])
    expect(both.text.match(/^### 2026-11-20 09:05 - /gm)).toHaveLength(2)
    expect(update(both.text, [story, second])).toStrictEqual({ text: both.text, added: 0, finished: 0 })
  })

  it('are told apart where somebody has taken the comments out', () => {
    const bare = update('', [story]).text.replace(/\n<!--.*-->\n/, '')
    const { text, added } = update(bare, [story, second])
    expect([added, text.includes('v3.0.0 to v1.0.0')]).toStrictEqual([1, true])
    expect(update(text, [story, second]).added).toBe(0)
  })
})

describe('an entry that was written before the rollback had ended', () => {
  const open = rollbackStory({ ...back, closed: null, sentence: null }, { ...guard, closed: null, sentence: null })
  const written = update('', [open]).text

  it('says so, and not that somebody has put it back on purpose', () => {
    expect(written).toContain('- **Trigger**: not known yet\n- **Severity**: not known yet\n')
    expect(written).toContain('- **Rollback Time**: not finished\n- **Downtime**: not known\n')
    expect(update(written, [open])).toStrictEqual({ text: written, added: 0, finished: 0 })
  })

  it.each(['\n', '\r\n'])('says how it ended once it has, with line ends %j', (end) =>
    expect(update(written.replaceAll('\n', end), [story])).toStrictEqual({
      ...{ text: `# Rollback log\n\n${ENTRY}`.replaceAll('\n', end).replace(/\s*$/, '\n'), added: 0, finished: 1 },
    }),
  )

  it('keeps what a person has written there meanwhile', () => {
    const edited = written.replace('Trigger**: not known yet', 'Trigger**: the new model').replace('to be written', 'x')
    const { text } = update(edited, [story])
    expect(text).toContain('- **Trigger**: the new model\n- **Severity**: Critical\n')
    expect(text).toContain('- **Rollback Time**: 5 minutes\n- **Downtime**: at most 10 minutes\n- **Root Cause**: x')
  })
})

describe('what was put back on purpose', () => {
  const restore = { ...back, kind: 'restore' as const, why: 'wrong totals', sentence: 'v1.0.0 is back' }

  it('says why, and who', () => {
    const { text } = update('', [rollbackStory(restore, null)])
    expect(text).toContain('- **Trigger**: wrong totals (put back on purpose by ada)\n- **Severity**: Medium\n')
  })

  it('does not read as done when it was not', () => {
    const closed = { decision: 'held', reason: 'deploy-failed', at: '2026-11-20T09:06:00Z' } as const
    const { text } = update('', [rollbackStory({ ...restore, closed }, null)])
    expect(text).toContain('- **Rollback Time**: 1 minute, and it ended as held (deploy-failed)\n')
  })
})
