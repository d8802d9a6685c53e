import { drillEnvironmentOf, drillsFor } from '../../ledger/drills-for.ts'
import { assessReadiness, missingOf, type ReadinessFinding } from '../../ledger/readiness.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { isKnownGood, wasKept } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import type { Component } from '../../tags/component.ts'
import { sameRelease } from '../../tags/release.ts'
import type { Armed } from '../arm/arm.ts'
import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { FollowedMove } from './read-move.ts'

export type CheckedReadiness =
  /** `findings`: the checklist; empty where nothing is asked for, or nobody is to be held up. */
  | { kind: 'passed'; findings: ReadinessFinding[] }
  | { kind: 'refused'; reason: 'unready'; sentence: string; findings: ReadinessFinding[] }

/**
 * Holds what `require` asks for against ledger and arming. Whoever goes back to what was here before, or deploys it once
 * more, is not held up: that is the way out of an emergency. Reads the records of drills only where they are asked for.
 */
export async function checkReadiness(
  context: GuardContext,
  read: FollowedMove,
  armed: Armed & { kind: 'armed' },
  diary: Diary,
): Promise<CheckedReadiness> {
  const { move, standing } = read
  const { settings, ports } = context
  const { require, onUnready } = settings.readiness
  if (require.length === 0) return { kind: 'passed', findings: [] }
  const live = standing.live !== null && sameRelease(standing.live, move.to)
  if (live || isKnownGood(standing, move.to) || wasKept(standing, move.to)) {
    ports.tell({ kind: 'detail', text: `${move.to.version} was here before: require does not hold it up` })
    return { kind: 'passed', findings: [] }
  }
  const findings = assessReadiness(require, await factsOf(context, read, armed))
  for (const { item, state, detail } of findings)
    ports.tell({ kind: 'detail', text: `Ready? ${item}: ${SAID[state]} (${detail})` })
  const missing = missingOf(findings)
  if (missing.length === 0) return { kind: 'passed', findings }
  if (onUnready === 'warn') {
    for (const finding of missing) diary.warn(`Not ready: ${sayMissing(finding)}`)
    return { kind: 'passed', findings }
  }
  const { version } = move.to
  const sentence = `${version} is not deployed: ${move.environment} is not ready for a rollback, as require asks\n${missing.map((finding) => `- ${sayMissing(finding)}`).join('\n')}`
  return { kind: 'refused', reason: 'unready', sentence, findings }
}

const SAID: Record<ReadinessFinding['state'], string> = {
  holds: 'yes',
  missing: 'no',
  'not-yet': 'not yet',
  unknown: 'not known',
}

const sayMissing = ({ item, detail, mend }: ReadinessFinding): string =>
  `${item}: ${detail}${mend === null ? '' : `. To mend it, ${mend}`}`

async function factsOf(
  { settings, ports }: GuardContext,
  { move, standing }: FollowedMove,
  { target, gaps }: Armed & { kind: 'armed' },
) {
  const { component, environment } = move
  const { require, maxDrillAge, drilledIn: named } = settings.readiness
  const drilledIn = drillEnvironmentOf(environment, named)
  const asked = require.includes('drill') || require.includes('time-to-rollback')
  const records = asked ? await recordsOf(ports, component, drilledIn) : []
  return {
    ...{ component: component.id, environment, drilledIn, maxDrillAge, now: ports.clock.now(), owner: settings.owner },
    first: move.from === null && standing.live === null,
    ...{ target, gaps, records: standing.records },
    drills: 'unread' in records ? records : drillsFor(environment, named, records),
  }
}

async function recordsOf(
  { repository }: GuardContext['ports'],
  component: Component,
  environment: string,
): Promise<readonly DeployRecord[] | { unread: string }> {
  try {
    return await repository.readRecords(component, environment)
  } catch (error) {
    return { unread: messageOf(error) }
  }
}
