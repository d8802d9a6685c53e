import { appendFileSync } from 'node:fs'
import { warning } from '@actions/core'
import { type GoingBack, RUN_PHASES, type RunState, type SaveState } from '../flows/finish/run-state.ts'
import type { Closing } from '../flows/ports.ts'
import type { RollbackCause } from '../flows/rollback/rollback-cause.ts'
import { REASONS } from '../ledger/reasons.ts'
import { messageOf } from '../message-of.ts'
import { signState, verifyState } from './signed-state.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Name of the state, which the post step is given as `STATE_run`. */
const NAME = 'run'
const SCHEMA = 1
/** Characters of a sentence: the runner passes the state on as a variable of the environment. */
const LONGEST = 2_000

/**
 * Writes how far the run has come to the file that the runner reads when the step has ended, also when it was killed. The
 * last line counts, and each is written before this returns. What was not signed with the token is not believed.
 */
export function saveStateTo(env: Environment, token: string): SaveState {
  const path = env.GITHUB_STATE
  let state: RunState = { phase: 'reading', cause: null, ending: null, told: false }
  let failed = false
  return (step) => {
    state = { ...state, ...step }
    const said = { cause: brief(state.cause), ending: brief(state.ending), goingBack: state.goingBack?.map(inBrief) }
    const text = JSON.stringify({ schema: SCHEMA, ...state, ...said })
    try {
      if (path) appendFileSync(path, `${NAME}=${signState(text, token)}\n`)
    } catch (error) {
      if (!failed) warning(`The post step will not know how far this run has come: ${messageOf(error)}`)
      failed = true
    }
  }
}

/** What main has saved: `null` when nothing; `unknown` when it is not to be believed, so that GitHub alone counts. */
export function readSavedState(env: Environment, token: string): RunState | 'unknown' | null {
  const saved = env[`STATE_${NAME}`]
  if (!saved) return null
  const text = verifyState(saved, token)
  if (text === null) return 'unknown'
  const { schema, environment, goingBack = [], ...state } = JSON.parse(text) as { schema: number } & RunState
  const { phase, cause, ending, told } = state
  const known = schema === SCHEMA && RUN_PHASES.includes(phase) && isCause(cause) && isEnding(ending)
  if (!known || !Array.isArray(goingBack) || !goingBack.every(isGoingBack)) return 'unknown'
  const where = { ...(typeof environment === 'string' ? { environment } : {}), ...(goingBack[0] ? { goingBack } : {}) }
  return { phase, cause, ending, told: told === true, ...where }
}

const brief = <T extends { sentence: string }>(said: T | null): T | null =>
  said && { ...said, sentence: said.sentence.slice(0, LONGEST) }

const inBrief = (ring: GoingBack): GoingBack => ({ ...ring, cause: brief(ring.cause) ?? ring.cause })

const isGoingBack = (ring: GoingBack): boolean => typeof ring.environment === 'string' && isCause(ring.cause)

const isCause = (cause: RollbackCause | null): boolean => cause === null || cause.reason in REASONS['rolled-back']

const isEnding = (ending: Closing | null): boolean =>
  ending === null || (ending.decision in REASONS && ending.reason in REASONS[ending.decision])
