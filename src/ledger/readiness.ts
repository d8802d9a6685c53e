import type { Target } from './choose-target.ts'
import type { DeployRecord } from './record.ts'
import { rollbackStory } from './rollback-story.ts'

/** What can be asked for before a release is deployed, each known by machine. */
export const READINESS_ITEMS = ['previous-version', 'armed', 'drill', 'owner', 'time-to-rollback'] as const

export type ReadinessItem = (typeof READINESS_ITEMS)[number]

export type ReadinessFinding = {
  item: ReadinessItem
  /** `not-yet`: at a first deploy there is nothing that it could be true of. `unknown`: it cannot be told here. */
  state: 'holds' | 'missing' | 'not-yet' | 'unknown'
  /** The evidence, or what is missing. Without a final full stop, as `mend`. */
  detail: string
  /** What a person does about it; null where nothing is to be done. */
  mend: string | null
  /** The run that the evidence is from. */
  url: string | null
}

export type ReadinessFacts = {
  component: string
  environment: string
  /** Where its drills are recorded. */
  drilledIn: string
  /** Seconds that a drill counts for. */
  maxDrillAge: number
  /** Milliseconds since the epoch. */
  now: number
  owner: string | null
  /** Nothing was here before, so that nothing could be gone back to or practised. */
  first: boolean
  /** What would be gone back to; null when nothing is known. */
  target: Pick<Target, 'sentence'> | null
  /** What was not proven when the rollback was armed; null where nothing was armed. */
  gaps: readonly string[] | null
  /** Of the environment itself, newest first. */
  records: Records
  /** Drills of its rollback, newest first. */
  drills: Records
}

/** Or why they could not be read. */
type Records = readonly DeployRecord[] | { unread: string }

/** Holds what is asked for against what ledger and arming say, item by item, in the order of the checklist. */
export const assessReadiness = (asked: readonly ReadinessItem[], facts: ReadinessFacts): ReadinessFinding[] =>
  READINESS_ITEMS.filter((item) => asked.includes(item)).map((item) => ({ item, ...ASSESSORS[item](facts) }))

/** What keeps a release from being deployed. */
export const missingOf = (findings: readonly ReadinessFinding[]): ReadinessFinding[] =>
  findings.filter(({ state }) => state === 'missing' || state === 'unknown')

type Found = Omit<ReadinessFinding, 'item'>

const holds = (detail: string, url: string | null = null): Found => ({ state: 'holds', detail, mend: null, url })
const missing = (detail: string, mend: string, url: string | null = null): Found => ({
  ...{ state: 'missing', detail, mend, url },
})
const notYet = (detail: string): Found => ({ state: 'not-yet', detail, mend: null, url: null })
const unknown = (detail: string, mend: string | null): Found => ({ state: 'unknown', detail, mend, url: null })

const ASSESSORS: Record<ReadinessItem, (facts: ReadinessFacts) => Found> = {
  'previous-version': ({ first, target, environment, records }) => {
    if (target) return holds(target.sentence)
    if ('unread' in records) return unread(environment, records)
    return first
      ? notYet(`this is the first deploy to ${environment}`)
      : missing(
          `nothing is known that ${environment} could go back to`,
          `have a release pass its watch in ${environment}, or set allow-untested-target: true`,
        )
  },
  armed: ({ first, gaps }) => {
    if (gaps === null) return unknown('a guard proves it, right before its deploy', null)
    if (gaps.length === 0) return holds('release, files, token and metric were proven before the deploy')
    return first
      ? notYet(`there is nothing to go back to: ${gaps.join('; ')}`)
      : missing(gaps.join('; '), 'mend what is named')
  },
  drill: drillIn,
  owner: ({ owner }) =>
    owner === null
      ? missing('nobody is named who is told of an incident', 'set owner to @user or @org/team')
      : holds(`${owner} is mentioned in incidents`),
  'time-to-rollback': timeIn,
}

function drillIn(facts: ReadinessFacts): Found {
  const { drills, drilledIn, now, maxDrillAge, first, component } = facts
  const mend = `run the action drill for ${component}, and have it pass`
  if ('unread' in drills) return unread(drilledIn, drills)
  const passed = drills.find(({ closed }) => closed?.reason === 'drill-passed')
  // As with releases, the later judgement counts: what was slow or left something has worked all the same.
  const [failed] = drills.slice(0, passed ? drills.indexOf(passed) : drills.length).filter(hasFailed)
  if (failed) return missing(`the drill of ${dayOf(failed)} failed`, mend, failed.run.url)
  if (!passed) {
    const none = `no drill of it has passed in ${drilledIn} so far`
    return first ? notYet(`${none}: there is nothing to practise before the first deploy`) : missing(none, mend)
  }
  const age = (now - Date.parse(endOf(passed))) / 1000
  const said = `passed on ${dayOf(passed)}, ${daysIn(age)} ago`
  return age > maxDrillAge
    ? missing(
        `the last drill ${said}, which is longer than max-drill-age (${daysIn(maxDrillAge)})`,
        mend,
        passed.run.url,
      )
    : holds(said, passed.run.url)
}

function timeIn({ drills, records, environment, first, component, drilledIn }: ReadinessFacts): Found {
  const practised = read(drills).flatMap((record) =>
    record.drill?.timeToRollback == null ? [] : [{ record, seconds: record.drill.timeToRollback / 1000, how: 'drill' }],
  )
  const real = read(records).flatMap((record) => {
    const seconds = record.kind === 'rollback' && cameBack(record) ? rollbackSeconds(record) : null
    return seconds === null ? [] : [{ record, seconds, how: 'rollback' }]
  })
  const [known] = [...practised, ...real].toSorted((a, b) => Date.parse(endOf(b.record)) - Date.parse(endOf(a.record)))
  if (known) {
    const { record, seconds, how } = known
    return holds(`${Number(seconds.toFixed(1))} s in the ${how} of ${dayOf(record)}`, record.run.url)
  }
  if ('unread' in drills) return unread(drilledIn, drills)
  const none = `nothing was rolled back so far, in ${environment} or in a drill`
  return first ? notYet(none) : missing(none, `run the action drill for ${component}: it measures that`)
}

const read = (records: Records): readonly DeployRecord[] => ('unread' in records ? [] : records)

const unread = (environment: string, { unread: why }: { unread: string }): Found =>
  unknown(`the records of ${environment} could not be read: ${why}`, 'run this job again')

const hasFailed = ({ closed }: DeployRecord): boolean => closed?.reason === 'drill-failed'
const cameBack = ({ closed }: DeployRecord): boolean => closed?.decision === 'kept'
const rollbackSeconds = (record: DeployRecord): number | null =>
  rollbackStory({ ...record, sentence: null }, null).rollbackSeconds

const endOf = ({ closed, createdAt }: DeployRecord): string => closed?.at ?? createdAt
const dayOf = (record: DeployRecord): string => endOf(record).slice(0, 10)

/** `40 days`, `23 hours`. */
function daysIn(seconds: number): string {
  const hours = Math.max(0, Math.floor(seconds / 3_600))
  const [count, unit] = hours < 48 ? [hours, 'hour'] : [Math.floor(hours / 24), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
