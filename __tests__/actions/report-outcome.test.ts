import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, jest } from '@jest/globals'
import { reportOutcome } from '../../src/actions/report-outcome.ts'
import { rolledBack } from '../report/outcomes.ts'

afterEach(() => {
  process.exitCode = undefined
  jest.restoreAllMocks()
})

it('fails the step and says why, also when outputs and summary cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-report-'))
  const written: string[] = []
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  // What a deploy may leave behind: a directory where the file was.
  reportOutcome(rolledBack(), { GITHUB_OUTPUT: folder, GITHUB_STEP_SUMMARY: folder })
  const log = written.join('')
  expect(process.exitCode).toBe(1)
  expect(log).toMatch(/::warning::The outputs could not be written: .*EISDIR/)
  expect(log).toMatch(/::warning::The job summary could not be written: .*EISDIR/)
  expect(log).toMatch(/::error title=[^:]+::v2\.0\.0 in production/)
  rmSync(folder, { recursive: true })
})
