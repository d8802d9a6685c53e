import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readRecordings } from '../../../bench/judge/recorded.ts'
import { defaultPolicy, tagback } from '../../../bench/judge/tagback.ts'
import { replayLine } from '../../../src/analysis/replay.ts'

const FILE = join(import.meta.dirname, '../../../bench/recordings/prometheus.jsonl')
const lines = readFileSync(FILE, 'utf8').trim().split('\n')
const replayed = lines.map((line, index) => ({
  onset: JSON.parse(line).onset as number | null,
  ...replayLine(defaultPolicy, line, index + 1),
}))

describe('watches of real services, scraped by a real Prometheus', () => {
  it.each(replayed.map(({ id, onset, verdict, at }) => ({ id, onset, verdict, at })))(
    '$id: regressed from $onset on, judged $verdict',
    ({ onset, verdict, at }) => {
      if (onset === null) expect(verdict).not.toBe('regressed')
      else {
        expect(verdict).toBe('regressed')
        expect(at).toBeGreaterThan(onset)
      }
    },
  )

  it('are judged alike as a trace, which the other rules see', () => {
    const judge = tagback('Tagback')
    const verdicts = readRecordings(FILE).map(({ trace }) => judge.judge(trace).rolledBack !== null)
    expect(verdicts).toStrictEqual(replayed.map(({ verdict }) => verdict === 'regressed'))
  })
})
