import { git } from '../../testing/github/run-git.ts'
import { scrapingPrometheus } from '../metrics/metric-servers.ts'
import { startCanaryService } from './canary-service.ts'
import { inWorld } from './in-world.ts'
import { COMPONENT, type World } from './world.ts'

/** Each comes after the one before. */
export const RINGS = ['production-us-west', 'production-eu', 'production-asia'] as const

const VERSIONS = ['v1.0.0', 'v1.1.0'] as const

type Ring = (typeof RINGS)[number]

const DEPLOY = `
if [ -e "$SERVICE/$TAGBACK_ENVIRONMENT/broken" ]; then echo "$TAGBACK_ENVIRONMENT is broken" >&2; exit 7; fi
cp prompts/extraction.md "$SERVICE/$TAGBACK_ENVIRONMENT/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_ENVIRONMENT/version"
`

export type RingsWorld = World & {
  regions: Record<Ring, Awaited<ReturnType<typeof startCanaryService>>>
  /** The versions that the environment tags mean, in the order of the rings. */
  tags(): Promise<(string | undefined)[]>
  served(): string[]
}

/**
 * Three regions with a service of their own each, which a real Prometheus scrapes; v1.0.0 is in all of them and known good,
 * v1.1.0 is as good. `settings` are those of the second and the third region.
 */
export const withRings = (
  settings: Partial<Record<Ring, readonly string[]>>,
  test: (world: RingsWorld) => Promise<unknown>,
) =>
  inWorld(async (world) => {
    const services = await Promise.all(RINGS.map((ring) => startCanaryService(world.serviceFolder, [ring])))
    const prometheus = await scrapingPrometheus(services.map(({ url }) => url))
    try {
      Object.assign(world.inputs, {
        ...{ 'deploy-command': DEPLOY, metric: 'prometheus', 'metric-url': prometheus.url },
        ...{ errors: 'requests_total{env="{environment}",code=~"5.."}', total: 'requests_total{env="{environment}"}' },
        'verify-url': '',
        'verify-command': 'grep -qx "$TAGBACK_VERSION" "$SERVICE/$TAGBACK_ENVIRONMENT/version"',
        ...{ settle: '2s', 'min-duration': '4s', duration: '8s', 'verify-duration': '4s' },
      })
      const lines = [
        'environments:',
        `  ${RINGS[0]}: {}`,
        ...RINGS.slice(1).flatMap((ring, index) => [
          `  ${ring}:`,
          `    after: ${RINGS[index]}`,
          ...(settings[ring] ?? ['follow: auto']).map((line) => `    ${line}`),
        ]),
      ]
      await world.release('v1.0.0', 1)
      const moves = []
      for (const ring of RINGS) moves.push(await world.move(ring, 'v1.0.0'))
      // Side by side, to be quick: there is no order yet.
      const first = await Promise.all(moves.map((move) => world.run(move)))
      for (const { outputs } of first) if (outputs.reason !== 'healthy') throw new Error(outputs.sentence)
      await world.release('v1.1.0', 1, { '.github/tagback.yml': `${lines.join('\n')}\n` })
      await test({
        ...world,
        regions: Object.fromEntries(RINGS.map((ring, index) => [ring, services[index]])) as RingsWorld['regions'],
        tags: async () => {
          const commits = await Promise.all(RINGS.map((ring) => commitOf(world, ring)))
          const versions = await Promise.all(VERSIONS.map((version) => commitOf(world, version)))
          return commits.map((commit) => VERSIONS[versions.indexOf(commit)])
        },
        served: () => RINGS.map((ring, index) => services[index]?.served(ring) ?? ''),
      })
    } finally {
      await prometheus.stop()
      await Promise.all(services.map((service) => service.close()))
    }
  })

const commitOf = ({ repository }: World, slot: string): Promise<string> =>
  git(repository.gitDir, ['rev-parse', `refs/tags/${COMPONENT}/${slot}^{commit}`])
