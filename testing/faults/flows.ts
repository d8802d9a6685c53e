/** The flows that are enumerated, each by the version that production is moved to. */
export const FLOWS = {
  'guard-healthy': { version: 'v1.3.0' },
  'guard-rollback': { version: 'v1.2.0' },
} as const

export type FlowName = keyof typeof FLOWS
export const FLOW_NAMES = Object.keys(FLOWS) as FlowName[]
