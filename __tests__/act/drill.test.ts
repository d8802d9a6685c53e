import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { type ActWorld, inActWorld } from './act-world.ts'

/** The workflow of the documentation, word for word. */
const CALLER =
  snippetsOf('docs/reusable-workflows.md').find(({ text }) => text.includes('workflows/drill.yml@v1'))?.text ?? ''

/** Every environment has a folder of its own; the file is that of the default branch. */
const configuration = ({ service, serviceFolder }: ActWorld): string => `defaults:
  deploy-command: |
    mkdir -p '${serviceFolder}/'"$TAGBACK_ENVIRONMENT"
    echo "$TAGBACK_VERSION" > '${serviceFolder}/'"$TAGBACK_ENVIRONMENT/version"
  verify-command: '[ "$(cat "${serviceFolder}/$TAGBACK_ENVIRONMENT/version")" = "$TAGBACK_VERSION" ]'
  metric: prometheus-text
  metric-url: ${service.url}/metrics
  errors: requests_total{code=~"5.."}
  total: requests_total
  threshold: 5%
  settle: 0s
  interval: 1s
  min-duration: 2s
  duration: 4s
  ignore-blips: 0s
  deploy-timeout: 20s
  verify-duration: 2s
environments:
  production-drill:
    drill: true
`

it(
  'practises by a schedule and by hand, and keeps the evidence of it',
  inActWorld(CALLER, async (world) => {
    world.write('.github/tagback.yml', configuration(world))
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 0)
    await world.moveProduction('v1.1.0')
    const before = await world.production()

    const [scheduled, ...others] = await world.runSchedule()
    expect(others).toStrictEqual([])
    expect(scheduled?.outputs['drill/drill/drill']).toMatchObject({ decision: 'kept', reason: 'drill-passed' })
    expect(scheduled?.exitCode).toBe(0)
    expect(summaryOf(scheduled)).toContain('Where the time went')
    expect(existsSync(join(world.artifacts, 'tagback-drill-1/result.json'))).toBe(true)

    const [byHand] = await world.runDispatch({})
    expect(byHand?.outputs['drill/drill/drill']).toMatchObject({ reason: 'drill-passed' })
    expect(summaryOf(byHand)).toMatch(/this one \| drill-passed.*\n\| \[\d{4}-\d\d-\d\d\]/)

    expect(await world.production()).toBe(before)
    const drilled = [...(await world.repository.refs()).keys()].filter((ref) => ref.endsWith('/production-drill'))
    expect(drilled).toStrictEqual([])
    expect(world.service.deploys()).toStrictEqual([])
  }),
)

const summaryOf = (run: { summaries: Record<string, string[]> } | undefined): string =>
  Object.values(run?.summaries ?? {})
    .flat()
    .join('\n')
