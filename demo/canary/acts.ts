import type { Act } from '../stage/act.ts'
import { ENVIRONMENT } from '../stage/publish.ts'

export const CANARY = 'production-canary'

export const ACTS: readonly (Act & { jams?: boolean })[] = [
  {
    number: 1,
    version: 'v1.0.0',
    environment: ENVIRONMENT,
    title: 'The first deploy',
    story: 'Everybody gets this version. It is what the canaries are compared with.',
    expected: { decision: 'kept', reason: 'healthy', tag: 'as-pushed' },
  },
  {
    number: 2,
    version: 'v1.1.0',
    environment: CANARY,
    title: 'A good canary',
    story:
      'A third of the callers get the new version, and it fails no more often than the old one does beside it. So it ' +
      'is promoted: production is moved to it and guarded in the same run.',
    expected: { decision: 'promoted', reason: 'healthy', tag: 'as-pushed' },
  },
  {
    number: 3,
    version: 'v1.1.1',
    environment: CANARY,
    title: 'A good canary on a bad day',
    story:
      'Meanwhile the scanner of the accounting department jams: every eighth page comes in blank. Both versions fail ' +
      'far above the threshold, and equally often. That is no fault of the canary, and no day to promote one.',
    expected: { decision: 'kept', reason: 'inconclusive', tag: 'as-pushed' },
    jams: true,
  },
  {
    number: 4,
    version: 'v1.2.0',
    environment: CANARY,
    title: 'A bad canary on the same day',
    story:
      'The scanner still jams, and in this prompt the sentence that demands JSON got lost. The canary fails more often ' +
      'than production does beside it: it goes back to what production runs. Production is not touched.',
    expected: { decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' },
  },
]
