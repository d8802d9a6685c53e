import type { Act } from '../stage/act.ts'
import { ENVIRONMENT } from '../stage/publish.ts'

export const ACTS: readonly Act[] = [
  {
    number: 1,
    version: 'v1.0.0',
    environment: ENVIRONMENT,
    title: 'The first deploy',
    story: 'There is nothing to go back to yet. The guard says so, deploys, and watches all the same.',
    expected: { decision: 'kept', reason: 'healthy', tag: 'as-pushed' },
  },
  {
    number: 2,
    version: 'v1.1.0',
    environment: ENVIRONMENT,
    title: 'A good version',
    story: 'The prompt asks for one more field, the day by which to pay. The error rate does not change.',
    expected: { decision: 'kept', reason: 'healthy', tag: 'as-pushed' },
  },
  {
    number: 3,
    version: 'v1.2.0',
    environment: ENVIRONMENT,
    title: 'A bad version',
    story:
      'The prompt was made friendlier, and the sentence that demands JSON got lost. A fifth of the documents are ' +
      'letters; the model now answers them with a letter, which the service cannot parse.',
    expected: { decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' },
  },
]
