import { expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { jobMinutesOf } from '../../src/config/job-minutes.ts'
import { SETTING_NAMES, type WrittenSettings } from '../../src/config/setting-table.ts'
import { pages, snippetsOf } from './snippets.ts'

type Job = { 'timeout-minutes'?: number; steps?: { uses?: string; with?: Record<string, unknown> }[] }

/** Each documented job that guards: how long it is given, and how long its settings may take at worst. */
const GUARDS = pages()
  .flatMap(snippetsOf)
  .filter(({ language }) => language === 'yaml')
  .flatMap(({ page, line, text }) =>
    Object.values<Job>(parse(text)?.jobs ?? {}).flatMap((job) => {
      const step = job.steps?.find(({ uses }) => /^OWNER\/tagback(\/(rollback|reconcile))?@/.test(uses ?? ''))
      if (!step) return []
      const settings = Object.entries(step.with ?? {}).filter(([name]) => (SETTING_NAMES as string[]).includes(name))
      const written = Object.fromEntries(settings.map(([name, value]) => [name, String(value)])) as WrittenSettings
      return [{ where: `${page}:${line}`, given: job['timeout-minutes'] ?? 360, needed: jobMinutesOf(written) }]
    }),
  )

it('finds documented guards', () => expect(GUARDS.length).toBeGreaterThan(4))

// A job that is cut off in the middle of a rollback leaves the rest to its post step, which has five minutes.
it.each(GUARDS)('$where gives its job the $needed minutes that its settings may take', ({ given, needed }) => {
  expect(given).toBeGreaterThanOrEqual(needed)
})
