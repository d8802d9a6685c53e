import { expect, it } from '@jest/globals'
import { chooseDrill } from '../../src/ledger/choose-drill.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const tag = (name: string) => {
  const { version, object, commit } = release(name)
  return { version, object, commit }
}
const choose = (tags: string[], records: DeployRecord[] = [], named: string | null = null) =>
  chooseDrill({ good: release("v2'"), standing: foldStanding(records), versionTags: tags.map(tag), named })

it('leaves the version that was there before, by the object of its own tag, although it is quarantined', () => {
  const records = [
    record(release("v2'"), ['kept', 'healthy'], { from: release("v3'") }),
    record(release("v3'"), ['rolled-back', 'above-threshold'], { target: release("v1'") }),
    record(release("v1'"), ['kept', 'healthy']),
  ]
  const choice = choose(['v1', 'v2', 'v3', 'v4'], records)
  expect(choice).toMatchObject({ kind: 'chosen', bad: { version: 'v1.0.0', object: release('v1').object } })
})

it('else the nearest other one', () => {
  expect(choose(['v1', 'v2', 'v3'])).toMatchObject({ kind: 'chosen', bad: release('v1') })
  expect(choose(['v2', 'v3', 'v4'])).toMatchObject({ kind: 'chosen', bad: release('v3') })
  expect(choose(['v2'])).toMatchObject({ kind: 'none', problem: expect.stringContaining('no version beside v2.0.0') })
})

it('does not believe a record of what was there before when the version is another one by now', () => {
  const forged = { ...release('v9'), version: 'v1.0.0' }
  const records = [record(release("v2'"), ['kept', 'healthy']), record(forged, ['kept', 'healthy'])]
  expect(choose(['v1', 'v2'], records)).toMatchObject({ kind: 'chosen', bad: release('v1') })
})

it('leaves a version that is named, if there is one and it is not the one to go back to', () => {
  expect(choose(['v1', 'v2', 'v4'], [], 'v4.0.0')).toMatchObject({ kind: 'chosen', bad: release('v4') })
  expect(choose(['v1', 'v2'], [], 'v4.0.0')).toMatchObject({ kind: 'none', problem: expect.stringContaining('v4.0.0') })
  expect(choose(['v1', 'v2'], [], 'v2.0.0')).toMatchObject({ kind: 'none' })
})
