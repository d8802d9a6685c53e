import { describe, expect, it } from '@jest/globals'
import { openDiary } from '../../../src/flows/diary.ts'
import { configureMove } from '../../../src/flows/guard/configure-move.ts'
import { inspectPlace } from '../../../src/flows/reconcile/inspect-place.ts'
import { repairPlace } from '../../../src/flows/reconcile/repair-place.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { record, release } from '../../ledger/records.ts'
import { AFTER, BEFORE, runIn, type World } from '../guard-world.ts'

const COMPONENT = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const [v1, v2] = [
  { ...release('v1'), object: BEFORE },
  { ...release('v2'), object: AFTER },
]
/** v2 was rolled back long ago, and v1 made anew again and again since. */
const LONG_AGO = [
  ...Array.from({ length: 24 }, () => record(v1, ['kept', 'healthy'])),
  record(v2, ['rolled-back', 'above-threshold'], { target: v1 }),
]
/** As many as are read of each place when all are listed. */
const LISTED = 20

/** Repairs the place whose tag is on v2, from what was listed of it. `records`: what is there when it is read again. */
const repairIn = (records: DeployRecord[], listed: DeployRecord[], world: World = {}) =>
  runIn({ served: () => ({ kind: 'differs', found: 'v1.0.0' }), ...world, records }, async (request) => {
    const { ports, run } = request
    const place = {
      ...{ component: COMPONENT, environment: 'production', ref: request.push.ref },
      ...{ tag: { ref: request.push.ref, object: AFTER, peeled: v2.commit }, standing: foldStanding(listed) },
      ...{ strangers: [], versionTags: [], wanted: { kind: 'release' as const, release: v2, remarks: [] } },
    }
    const configured = configureMove(request, null, place, openDiary(ports.clock, ports.tell))
    if (configured.kind === 'refused') throw new Error(configured.sentence)
    const { settings, ports: built } = configured.context
    const configure = () => ({ kind: 'configured' as const, settings, remarks: [], ports: built })
    const inspected = await inspectPlace(place, { ports, run, configure, config: null })
    if (inspected.kind !== 'compared') throw new Error(inspected.kind)
    return {
      found: inspected.drift,
      repair: await repairPlace(inspected, {
        run,
        said: 'found',
        reader: { runOfPush: async () => ({ kind: 'none' }) },
      }),
    }
  })

describe('repairPlace', () => {
  it('moves back the tag of a stale clone that only older records know', async () => {
    const { outcome, journal, tag, told } = await repairIn(LONG_AGO, LONG_AGO.slice(0, LISTED))
    expect(outcome.found).toMatchObject({ drift: 'missed-move', act: 'follow' })
    expect(outcome.repair).toMatchObject({
      ...{ drift: 'stale-clone', status: 'repaired', guarded: { decision: 'rolled-back', reason: 'stale-clone' } },
      sentence: expect.stringMatching(/^The very tag object of v2.0.0 that was rolled back was pushed again/),
    })
    expect([journal, tag]).toStrictEqual([['move tag 2e to 1e'], BEFORE])
    expect(told).toStrictEqual(['open rolled-back', 'notify incident rolled-back 8'])
  })

  it('leaves it to a run that has written something meanwhile', async () => {
    const meanwhile = [record(v1, ['kept', 'healthy']), ...LONG_AGO]
    const { outcome, journal } = await repairIn(meanwhile, LONG_AGO.slice(0, LISTED))
    expect(outcome.repair).toMatchObject({ status: 'left', sentence: expect.stringContaining('another run') })
    expect(journal).toStrictEqual([])
  })
})
