/** Where a component is deployed, and the tag that says what is. */
export type Place = { component: string; environment: string }

const EXTRACTION = 'components/prompts/extraction'

/** What flows of one place are about, and where every chain of rings begins. */
export const PRODUCTION: Place = { component: EXTRACTION, environment: 'production' }

export const sayPlace = ({ component, environment }: Place): string => `${component}/${environment}`

export const tagOf = (place: Place): string => `refs/tags/${sayPlace(place)}`

/** Errors in a hundred requests, by environment. */
type Errors = Record<string, number>

/** What the cases of a flow begin with: v1.1.0 is live and known good in each place, v1.0.0 was there before. */
export type Past = {
  /** PRODUCTION is the first. */
  places: readonly Place[]
  releases: Readonly<Record<string, Errors>>
  /** Where people move a tag; whatever is behind these follows. */
  pushed: readonly Place[]
  /** `.github/tagback.yml` of the default branch; left out: there is none. */
  config?: string
  /** What inputs have beside those of every case; `service` is its address. */
  inputs?: (service: string) => Record<string, string>
}

const RINGS = `environments:
  production: {}
  asia:
    after: production
    follow: auto
    on-ring-failure: roll-back-all
`

const COMPONENTS = [PRODUCTION, { component: 'components/tools/search', environment: 'production' }]

export const PASTS = {
  /** Two components in one environment. */
  components: {
    ...{ places: COMPONENTS, pushed: COMPONENTS },
    releases: {
      'v1.0.0': { production: 0 },
      'v1.1.0': { production: 0 },
      'v1.2.0': { production: 30 },
      'v1.3.0': { production: 0 },
    },
  },
  /** One component, and an environment behind production. */
  rings: {
    ...{ places: [PRODUCTION, { component: EXTRACTION, environment: 'asia' }], pushed: [PRODUCTION] },
    releases: {
      'v1.0.0': { production: 0, asia: 0 },
      'v1.1.0': { production: 0, asia: 0 },
      'v1.2.0': { production: 0, asia: 30 },
    },
    config: RINGS,
    inputs: (service) => ({
      'metric-url': `${service}/{environment}/{name}/metrics`,
      'verify-url': `${service}/{environment}/{name}/version`,
    }),
  },
} as const satisfies Record<string, Past>

export type PastName = keyof typeof PASTS

/** Versions that fail too many requests in this environment. */
export const badIn = ({ releases }: Past, environment: string): string[] =>
  Object.entries(releases).flatMap(([version, errors]) => ((errors[environment] ?? 0) > 5 ? [version] : []))
