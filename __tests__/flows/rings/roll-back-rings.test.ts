import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../../src/config/check-settings.ts'
import type { GuardContext } from '../../../src/flows/guard-ports.ts'
import type { Outcome } from '../../../src/flows/outcome.ts'
import type { MoveResult, RefMove } from '../../../src/flows/ports.ts'
import type { PassedRing } from '../../../src/flows/rings/passed-ring.ts'
import { rollBackRings } from '../../../src/flows/rings/roll-back-rings.ts'
import { release } from '../../ledger/records.ts'
import { rolledBack } from '../../report/outcomes.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const refOf = (environment: string): string => `refs/tags/${component.id}/${environment}`

const settingsOf = (onFailure: string) => {
  const checked = checkSettings({ deploy: 'none', 'on-rollback': 'none', 'on-ring-failure': onFailure }, {}, 'eu')
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  return checked.settings
}

/** v2 was kept in the first environments, and judged bad in the last. GitHub answers the moves of tags in this order. */
async function rollBack(
  environments: readonly string[],
  answers: readonly MoveResult[],
  {
    onFailure = 'roll-back-all',
    failed = rolledBack(),
    targetless = '',
  }: { onFailure?: string; failed?: Outcome; targetless?: string } = {},
) {
  const journal: string[] = []
  const left = [...answers]
  const tags = new Map(environments.map((name) => [refOf(name), release('v2').object]))
  const repository = {
    moveRefs: async (_id: string, moves: readonly RefMove[]) => {
      journal.push(`move ${moves.map(({ ref }) => ref.split('/').at(-1)).join(' ')}`)
      const answer = left.shift() ?? { kind: 'moved', via: 'graphql' }
      if (answer.kind === 'moved') for (const { ref, to } of moves) tags.set(ref, to)
      return answer
    },
    lookAtTag: async (ref: string) => ({ kind: 'at', object: tags.get(ref) }),
    openRecord: async () => journal.push('record'),
    closeRecord: async (_record: number, { decision, reason }: Outcome) =>
      void journal.push(`close ${decision} (${reason})`),
  }
  const ports = {
    ...{ repository, tell: () => undefined, save: () => undefined, cancelled: new AbortController().signal },
    clock: { now: () => 0, sleep: async () => undefined },
    ...{ sourcesFor: null, askServed: null, people: { notify: null } },
    deployer: {
      prepare: async () => undefined,
      deploy: async ({ environment, release: { version } }: { environment: string; release: { version: string } }) => {
        journal.push(`deploy ${version} to ${environment}`)
        return { kind: 'deployed' }
      },
    },
  }
  const context = {
    settings: settingsOf(onFailure),
    ports,
    run: { id: 1, attempt: 1, url: 'u' },
  } as unknown as GuardContext
  const passed = environments.map((environment): PassedRing => {
    const target = { release: release('v1'), basis: 'known-good', sentence: '' } as const
    const move = {
      component,
      environment,
      ref: refOf(environment),
      to: release('v2'),
      from: release('v1'),
      actor: 'ada',
    }
    return { context, move, target: environment === targetless ? null : target, repositoryId: 'R' }
  })
  const back = await rollBackRings(context.settings, failed, passed)
  return {
    journal,
    ends: back?.map(({ move, decision, reason }) => `${move?.environment} ${decision} (${reason})`) ?? null,
    back,
  }
}

describe('the environments before a ring that failed', () => {
  it('go back by one update, are on record at once, and are deployed one after the other', async () => {
    const { journal, ends } = await rollBack(['us', 'eu'], [])
    expect(journal.slice(0, 4)).toStrictEqual(['move us eu', 'record', 'record', 'deploy v1.0.0 to us'])
    expect(journal).toContain('deploy v1.0.0 to eu')
    expect(ends).toStrictEqual(['us rolled-back (ring-failed)', 'eu rolled-back (ring-failed)'])
  })

  it('are left to whoever has moved one of them meanwhile; the others go back by a second update', async () => {
    const { journal, ends } = await rollBack(
      ['us', 'eu'],
      [{ kind: 'conflict', ref: refOf('us'), found: 'f'.repeat(40) }],
    )
    expect(journal.slice(0, 2)).toStrictEqual(['move us eu', 'move eu'])
    expect(journal.filter((line) => line.startsWith('deploy'))).toStrictEqual(['deploy v1.0.0 to eu'])
    expect(ends).toStrictEqual(['us stood-down (tag-moved)', 'eu rolled-back (ring-failed)'])
  })

  it('stay, with the command that takes each back, where GitHub does not move the tags: they are well', async () => {
    const { journal, ends, back } = await rollBack(['us', 'eu'], [{ kind: 'refused', detail: 'a ruleset' }])
    expect(journal).toStrictEqual(['move us eu'])
    expect(ends).toStrictEqual(['us held (move-refused)', 'eu held (move-refused)'])
    expect(back?.flatMap(({ nextSteps }) => nextSteps)).toStrictEqual([
      expect.stringContaining(`'${refOf('us')}:${release('v2').object}'`),
      expect.stringContaining(`'${refOf('eu')}:${release('v2').object}'`),
    ])
  })

  it('stay where there is nothing to go back to, and the others go back', async () => {
    const { ends } = await rollBack(['us', 'eu'], [], { targetless: 'us' })
    expect(ends).toStrictEqual(['us held (no-target)', 'eu rolled-back (ring-failed)'])
  })

  it.each<[string, Parameters<typeof rollBack>[2]]>([
    ['the settings say stop', { onFailure: 'stop' }],
    ['going back did not help', { failed: rolledBack({ reason: 'not-the-deploy' }) }],
    ['there was no verdict', { failed: rolledBack({ reason: 'inconclusive' }) }],
    ['nothing is moved in observe mode', { failed: rolledBack({ decision: 'reported', reason: 'above-threshold' }) }],
  ])('stay where %s', async (_why, options) =>
    expect(await rollBack(['us'], [], options)).toMatchObject({ journal: [], ends: null }),
  )
})
