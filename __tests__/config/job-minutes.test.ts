import { expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { defaultJobMinutes, jobMinutes } from '../../src/config/job-minutes.ts'
import { readText, snippetsOf } from '../docs/snippets.ts'

const times = { deployTimeout: 60, duration: 600, verifyDuration: 120, extend: false }

it.each<[string, Partial<typeof times>, number]>([
  // 10 + 6 × 1 + 10 + 2 minutes, rounded up to five
  ['adds up deploy, watch, rollback and its watch', {}, 30],
  ['counts an extended watch twice', { extend: true }, 40],
  ['leaves ten minutes for what takes no time', { deployTimeout: 0, duration: 0, verifyDuration: 0 }, 10],
])('%s', (_what, more, minutes) => expect(jobMinutes({ ...times, ...more })).toBe(minutes))

it('is what our workflow and those of the documentation give a job at least', () => {
  expect(parse(readText('.github/workflows/guard.yml')).on.workflow_call.inputs['timeout-minutes'].default).toBe(
    defaultJobMinutes(),
  )
  const [quickStart] = snippetsOf('README.md').filter(({ language }) => language === 'yaml')
  expect(parse(quickStart?.text ?? '').jobs.guard['timeout-minutes']).toBe(defaultJobMinutes())
})
