import { expect, it } from '@jest/globals'
import type { Outcome } from '../../src/flows/outcome.ts'
import { REASONS } from '../../src/ledger/reasons.ts'
import { nextStepsOf } from '../../src/report/next-steps.ts'
import { rolledBack } from './outcomes.ts'

const endings = Object.entries(REASONS).flatMap(([decision, reasons]) =>
  Object.keys(reasons).map((reason): [string, string] => [decision, reason]),
)
const stepsFor = (decision: string, reason: string) => nextStepsOf(rolledBack({ decision, reason } as Partial<Outcome>))

it.each(endings)('%s (%s): sentences that end, and commands only below one that leads to them', (decision, reason) => {
  const { sentences, commands } = stepsFor(decision, reason)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Zv].*(\.|:|--force)$/)
  if (commands.length > 0) expect(sentences.at(-1)).toMatch(/:$/)
  expect(JSON.stringify({ sentences, commands })).not.toMatch(/undefined|null/)
})

it.each([
  ['kept', 'healthy'],
  ['no-op', 'own-move'],
  ['stood-down', 'tag-moved'],
])('%s (%s) asks for nothing', (decision, reason) => {
  expect(stepsFor(decision, reason)).toStrictEqual({ sentences: [], commands: [] })
})

it.each([
  ['held', 'inconclusive'],
  ['reported', 'above-threshold'],
  ['kept', 'unavailable'],
])('%s (%s) has the command that moves the tag back, if nobody has moved it', (decision, reason) => {
  const { move } = rolledBack()
  expect(stepsFor(decision, reason).commands).toStrictEqual([
    expect.stringContaining(`--force-with-lease='${move?.ref}:${move?.to.object}' origin '${move?.from?.object}:`),
  ])
})

it('after a rollback, moves the tag to a mended version; after one that did not help, to the same', () => {
  expect(stepsFor('rolled-back', 'above-threshold').commands.join('\n')).toContain("extraction/<version>'")
  expect(stepsFor('rolled-back', 'not-the-deploy').commands.join('\n')).toContain("extraction/v2.0.0'")
})

it.each(['inconclusive', 'unavailable'])(
  'does not call a release quarantined that was left without a verdict (%s)',
  (reason) => {
    const { sentences, commands } = stepsFor('rolled-back', reason)
    expect(sentences.join()).not.toContain('quarantined')
    expect(commands.join('\n')).toContain("extraction/v2.0.0'")
  },
)

it('after a first deploy that failed, asks for a version that works: there is none to go back to', () => {
  const { move } = rolledBack()
  const first = rolledBack({ decision: 'held', reason: 'deploy-failed', move: move && { ...move, from: null } })
  expect(nextStepsOf(first).commands.join('\n')).toContain("extraction/<version>'")
})

it('leads back to where a rollback would go when the tag held the same release before', () => {
  const { move, target } = rolledBack()
  if (!move || !target) throw new Error('The outcome has a move and a target.')
  const again = { ...move, from: { ...move.to, object: 'f'.repeat(40) } }
  const held = { decision: 'held', reason: 'unavailable', move: again } as Partial<Outcome>
  expect(nextStepsOf(rolledBack({ ...held, target })).commands.join()).toContain(`origin '${target.release.object}:`)
  expect(nextStepsOf(rolledBack({ ...held, target: null })).commands).toStrictEqual([])
})
