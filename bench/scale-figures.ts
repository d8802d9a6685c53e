import { parse } from 'yaml'
import { effectiveSettings } from '../src/config/effective-settings.ts'
import { readConfigFile } from '../src/config/read-config-file.ts'
import { readRecords } from '../src/github/read-records.ts'
import { encodeClosing } from '../src/ledger/closing-status.ts'
import type { RecordPayload } from '../src/ledger/record.ts'
import { encodePayload } from '../src/ledger/record-payload.ts'
import { foldStanding } from '../src/ledger/standing.ts'
import { type Figure, figureOf } from './figure.ts'

const COMPONENTS = 1_000
const RECORDS = 10_000
const COMPONENT = { id: 'components/prompts/name-500', prefix: 'components', type: 'prompts', name: 'name-500' }

/** What a large configuration and a long history cost in the process itself. */
export function scaleFigures(rounds: number): Figure[] {
  const text = configuration()
  const answers = records()
  const settle = () => {
    const read = readConfigFile(text)
    if (read.kind === 'problems') throw new Error(read.problems.join('\n'))
    effectiveSettings(read.config, COMPONENT, 'production', {})
  }
  const scope = { component: COMPONENT.id, environment: 'production', creators: ['tagback'] }
  const of = 'scale'
  return [
    figureOf({
      ...{ of, unit: 'ms', name: '1,000 components: configuration to settings', values: times(rounds, settle) },
      beside: { name: 'yaml, parse alone', values: times(rounds, () => parse(text)) },
    }),
    figureOf({
      ...{ of, unit: 'ms', name: '10,000 records: answer to standing' },
      values: times(rounds, () => foldStanding(readRecords(answers, scope).records)),
      beside: {
        name: 'JSON.parse of their payloads alone',
        values: times(rounds, () => answers.map(({ payload }) => JSON.parse(payload))),
      },
    }),
  ]
}

function times(rounds: number, work: () => unknown): number[] {
  work()
  return Array.from({ length: rounds }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
}

const configuration = (): string =>
  [
    'defaults:\n  deploy-command: ./deploy.sh\n  metric: prometheus\n  threshold: 1%\ncomponents:',
    ...Array.from(
      { length: COMPONENTS },
      (_, index) =>
        `  prompts/name-${index}:\n    errors: errors_total{name="{name}"}\n    total: requests_total{name="{name}"}\n    duration: 15m`,
    ),
  ].join('\n')

function records() {
  const release = (index: number) => ({
    ...{ component: COMPONENT.id, version: `v1.${index}.0`, versioned: true },
    ...{ object: index.toString(16).padStart(40, '0'), commit: index.toString(16).padStart(40, 'c') },
  })
  return Array.from({ length: RECORDS }, (_, index) => {
    const payload: RecordPayload = {
      ...{ kind: 'guard', component: COMPONENT.id, environment: 'production', actor: 'ada' },
      ...{ to: release(index + 1), from: release(index), target: release(index) },
      run: { id: index, attempt: 1, url: `https://github.com/octo/prompts/actions/runs/${index}` },
    }
    const bad = index % 7 === 0
    const { description } = encodeClosing(
      bad ? 'rolled-back' : 'kept',
      bad ? 'above-threshold' : 'healthy',
      'as judged',
    )
    return {
      ...{ id: `DE_${index}`, task: 'tagback', payload: JSON.stringify(encodePayload(payload)) },
      ...{ createdAt: '2026-11-20T09:00:00Z', creator: { login: 'tagback' } },
      latestStatus: { state: bad ? 'FAILURE' : 'SUCCESS', description, createdAt: '2026-11-20T09:10:00Z' },
    }
  }).toReversed()
}
