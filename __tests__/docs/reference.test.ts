import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { referencePages } from '../../scripts/reference/pages.ts'
import { RESULT_FIELDS } from '../../scripts/reference/result-fields.ts'
import { SETTING_GROUPS } from '../../scripts/reference/setting-groups.ts'
import { SETTING_NAMES } from '../../src/config/setting-table.ts'
import { commandEnvironment } from '../../src/deploy/command-environment.ts'
import { REASONS } from '../../src/ledger/reasons.ts'
import { RESTORE_REASONS } from '../../src/ledger/restore-reasons.ts'
import { resultOf } from '../../src/report/result.ts'
import { rolledBack } from '../report/outcomes.ts'
import { ROOT, readText } from './snippets.ts'

const generated = referencePages(readText)

it.each(Object.entries(generated))('%s is what the sources say', (page, text) => expect(readText(page)).toBe(text))

it('has no page that nothing writes', () => {
  const there = readdirSync(join(ROOT, 'docs/reference')).map((file) => `docs/reference/${file}`)
  expect(there.toSorted()).toStrictEqual(Object.keys(generated).toSorted())
})

it('puts every setting into one group', () => {
  const grouped = SETTING_GROUPS.flatMap(({ names }) => names)
  expect(grouped.toSorted()).toStrictEqual(SETTING_NAMES.toSorted())
})

it('explains every setting on the page of its group', () => {
  const pageOf = (page: string): string => readText(join('docs/reference', page))
  const silent = SETTING_GROUPS.flatMap(({ page, names }) => names.filter((name) => !pageOf(page).includes(`${name}`)))
  expect(silent).toStrictEqual([])
})

it('lists every variable that a command is told', () => {
  const release = { component: 'c/t/n', version: 'v1.0.0', versioned: true, object: 'a', commit: 'a' }
  const env = commandEnvironment({
    ...{ parent: {}, path: '', token: '', component: { id: 'c/t/n', prefix: 'c', type: 't', name: 'n' } },
    order: { release, previous: null, environment: 'production', reason: 'move' },
  })
  const listed = [...readText('docs/arming.md').matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(
    ([, names = '']) => names.replaceAll('`', '').split(', '),
  )
  expect(listed.toSorted()).toStrictEqual(Object.keys(env).toSorted())
})

it('names every field of the result', () => {
  expect(Object.keys(RESULT_FIELDS)).toStrictEqual(Object.keys(resultOf(rolledBack())))
})

describe('reasons', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('reasons.ts'))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
    .join('\n')

  it.each(
    [...Object.entries(REASONS), ...Object.entries(RESTORE_REASONS)].flatMap(([decision, all]) =>
      Object.entries(all).map(([reason, said]) => [decision, reason, said]),
    ),
  )('%s (%s) is one that the code gives, and one sentence or two', (_decision, reason, said) => {
    expect(sources).toContain(`'${reason}'`)
    expect(said).toMatch(/^[A-Z].*\.$/)
  })

  it('fit the form in which a record is closed', () => {
    for (const reason of Object.values(REASONS).flatMap(Object.keys)) expect(reason).toMatch(/^[a-z-]+$/)
  })
})
