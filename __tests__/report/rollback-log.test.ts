import { describe, expect, it } from '@jest/globals'
import { rollbackStory } from '../../src/ledger/rollback-story.ts'
import { addToRollbackLog } from '../../src/report/rollback-log.ts'
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
`

describe('the rollback log', () => {
  it('has seven fields for each rollback', () =>
    expect(addToRollbackLog('', [story])).toStrictEqual({ text: `# Rollback log\n\n${ENTRY}`, added: 1 }))

  it('adds what is missing, the oldest first, and touches nothing else', () => {
    const earlier = { ...story, at: '2026-11-19T09:05:00Z', component: 'components/prompts/analysis' }
    const log = `# Ours\n\n${ENTRY.replace('to be written\n', 'tests\n')}`
    const { text, added } = addToRollbackLog(log, [story, { ...earlier, at: '2026-11-19T10:00:00Z' }, earlier])
    expect(added).toBe(2)
    expect(text.startsWith(log)).toBe(true)
    expect([...text.matchAll(/^### (\S+ \S+)/gm)].map(([, time]) => time)).toStrictEqual([
      ...['2026-11-20 09:05', '2026-11-19 09:05', '2026-11-19 10:00'],
    ])
    expect(addToRollbackLog(text, [story, earlier])).toStrictEqual({ text, added: 0 })
  })

  it('lets no text of a record begin an entry of its own', () => {
    const { text } = addToRollbackLog('', [{ ...story, trigger: 'x\n### 2026 - forged\n- **Severity**: Low' }])
    expect(text.match(/^### /gm)).toHaveLength(1)
  })
})
