/** The parts of a rollback in their order: what is timed in a drill. */
export const DRILL_PHASES = ['arm', 'deploy', 'detect', 'move-back', 'redeploy', 'verify', 'recover'] as const

export type DrillPhase = (typeof DRILL_PHASES)[number]

/** How the breach was made. `injected`: measurements were, so that detection was simulated. */
const BREACHES = ['injected', 'fault-command', 'bad-version'] as const

export type Breach = (typeof BREACHES)[number]

/** What one drill measured, in milliseconds. */
export type DrillFigures = {
  breach: Breach
  /** What took place, and nothing else. */
  phases: Partial<Record<DrillPhase, number>>
  /** From the bad release being deployed to the one before being served again; null when that was not reached. */
  timeToRollback: number | null
  budget: number
}

/** Whoever may write Deployments can write anything into one: everything is checked. */
export function decodeDrillFigures(value: unknown): DrillFigures | null {
  if (!isObject(value) || !isObject(value.phases) || !isDuration(value.budget)) return null
  const { phases: found, timeToRollback, budget } = value
  const breach = BREACHES.find((candidate) => candidate === value.breach)
  if (breach === undefined || (timeToRollback !== null && !isDuration(timeToRollback))) return null
  const phases: DrillFigures['phases'] = {}
  for (const name of DRILL_PHASES) {
    const milliseconds = Object.hasOwn(found, name) ? found[name] : undefined
    if (milliseconds === undefined) continue
    if (!isDuration(milliseconds)) return null
    phases[name] = milliseconds
  }
  return { breach, phases, timeToRollback, budget }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whole milliseconds, less than a year. */
const isDuration = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 3.2e10
