type Flow = {
  /** What production is moved to. */
  version: string
  /** What its inputs have beside those of every case; `service` is the address of the service. */
  inputs?: (service: string) => Record<string, string>
}

/** The flows that are enumerated. */
const FLOWS = {
  'guard-healthy': { version: 'v1.3.0' },
  'guard-rollback': { version: 'v1.2.0' },
  'guard-steps': {
    version: 'v1.2.0',
    inputs: (service) => ({
      'traffic-url': `${service}/weights/{version}/{percent}`,
      'traffic-steps': '50, 100',
      'step-duration': '1s',
      'traffic-timeout': '3s',
    }),
  },
} as const satisfies Record<string, Flow>

export type FlowName = keyof typeof FLOWS
export const FLOW_NAMES = Object.keys(FLOWS) as FlowName[]

/** The flow of this name, with all that it may say. */
export const flowOf = (name: FlowName): Flow => FLOWS[name]
