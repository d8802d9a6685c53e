import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, jest } from '@jest/globals'
import { reportOutcome } from '../../src/actions/report-outcome.ts'
import { parseFileCommand } from '../../testing/runner/file-command.ts'
import { rolledBack } from '../report/outcomes.ts'

const { GITHUB_OUTPUT } = process.env
afterEach(() => {
  if (GITHUB_OUTPUT === undefined) delete process.env.GITHUB_OUTPUT
  else process.env.GITHUB_OUTPUT = GITHUB_OUTPUT
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

it('line breaks in what a deploy has printed begin no output of their own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-report-'))
  const output = join(folder, 'output')
  process.env.GITHUB_OUTPUT = output
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const printed = ['decision=kept', 'EOF', 'ghadelimiter', 'sentence<<EOF', 'all is well', 'EOF', 'pwned=yes', '']
  const sentence = `Deploying v2.0.0 failed: its last output:${['', ...printed].join('\n')}`
  reportOutcome(rolledBack({ sentence }), { GITHUB_OUTPUT: output })
  const outputs = parseFileCommand(readFileSync(output, 'utf8'))
  expect(outputs).toMatchObject({ decision: 'rolled-back', sentence })
  expect(outputs).not.toHaveProperty('pwned')
  rmSync(folder, { recursive: true })
})
