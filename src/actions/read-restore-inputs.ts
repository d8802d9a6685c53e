import { getInput } from '@actions/core'
import { problemsError } from '../config/all-of.ts'
import { type Destination, parseDestination } from '../config/parse-destination.ts'
import { parseDuration } from '../config/parse-duration.ts'
import { parseCount, parseEnvironment, parseFlag, parseList } from '../config/setting-parsers.ts'
import type { BugHunt } from '../flows/bisect/hunt.ts'
import type { RestoreWish } from '../flows/restore/restore-wish.ts'
import { messageOf } from '../message-of.ts'
import { readHuntInputs } from './read-hunt-inputs.ts'

export type RestoreInputs = {
  wish: Omit<RestoreWish, 'allowUntested'>
  /** How many backups are kept; null: none is made. */
  backups: number | null
  hooks: { before: string; after: string }
  hunt: BugHunt | null
}

const KEPT_BACKUPS = 10
/** Seconds. */
const WAIT = 120
const LONGEST_WHY = 500

/**
 * Reads what is to be put back to what.
 *
 * @param now milliseconds since the epoch
 * @throws with everything that is wrong; `problemsIn` takes it apart
 */
export function readRestoreInputs(actor: string, now: number): RestoreInputs {
  const problems: string[] = []
  const read = <T>(name: string, parse: (text: string) => T, fallback: T): T => {
    const text = getInput(name)
    try {
      return text === '' ? fallback : parse(text)
    } catch (error) {
      problems.push(`Input ${name}: ${messageOf(error)}`)
      return fallback
    }
  }
  const environment = read('environment', parseEnvironment, '')
  if (getInput('environment') === '') problems.push('Input environment: expected a name such as production, got none')
  const hunt = readHuntInputs(problems)
  if (getInput('to') === '' && !hunt) problems.push('Input to: expected a state such as previous or v1.2.0, got none')
  const wish: RestoreInputs['wish'] = {
    scope: readScope(problems),
    environment,
    into: read('into', parseEnvironment, environment),
    to: read<Destination>('to', (text) => past(parseDestination(text), now), { kind: 'previous' }),
    atomic: read('atomic', parseFlag, false),
    allowQuarantined: read('allow-quarantined', parseFlag, false),
    wait: read('wait', parseDuration({ min: 0, max: 3_600 }), WAIT),
    dryRun: read('dry-run', parseFlag, false),
    why: getInput('reason')
      .replace(/[\s\p{C}]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_WHY)
      // Half of a character is none: the whole reason would be dropped with it.
      .replace(/[\uD800-\uDBFF]$/, ''),
    actor,
  }
  const backUp = read('backup-tag', parseFlag, false)
  const keep = read('keep-backups', parseCount({ min: 1, max: 1_000 }), KEPT_BACKUPS)
  if (getInput('keep-backups') !== '' && !backUp)
    problems.push('Input keep-backups: expected backup-tag: true beside it, got none')
  if (problems.length > 0) throw problemsError(problems)
  return {
    hunt,
    wish,
    backups: backUp ? keep : null,
    hooks: { before: getInput('before-command'), after: getInput('after-command') },
  }
}

/** Nothing is known yet of a moment to come. */
function past(to: Destination, now: number): Destination {
  if (to.kind === 'time' && to.at > now) throw new Error(`expected a time that is past, got ${JSON.stringify(to.text)}`)
  return to
}

/** Of the three ways to say what is meant, exactly one. */
function readScope(problems: string[]): RestoreWish['scope'] {
  const [patterns, surface, changeset] = [parseList(getInput('component')), getInput('surface'), getInput('changeset')]
  const given = [
    ...(patterns.length > 0 ? ['component'] : []),
    ...(surface === '' ? [] : ['surface']),
    ...(changeset === '' ? [] : ['changeset']),
  ]
  if (given.length === 0)
    problems.push('Input component: expected component, surface or changeset, got none. Everything is meant by "*"')
  if (given.length > 1)
    problems.push(`Input ${given[0]}: expected one of component, surface and changeset, got ${given.join(' and ')}`)
  if (changeset !== '' && !/^[0-9a-f-]{1,64}$/i.test(changeset))
    problems.push(`Input changeset: expected hexadecimal digits such as 1a2b3c4d, got ${JSON.stringify(changeset)}`)
  if (surface !== '') return { kind: 'surface', name: surface }
  return changeset === '' ? { kind: 'components', patterns } : { kind: 'changeset', id: changeset }
}
