import type { Move, Outcome } from '../flows/outcome.ts'
import { moveBackCommand } from '../flows/rollback/move-back-command.ts'
import { sameRelease } from '../tags/release.ts'

/** What a person would do now: sentences in plain text, and commands to copy. */
export type NextSteps = { sentences: string[]; commands: string[] }

/** What follows from a decision; what the run itself left to do is in the outcome. */
export function nextStepsOf(outcome: Outcome): NextSteps {
  const { sentences = [], commands = [] } = advice(outcome)
  return { sentences, commands }
}

function advice(outcome: Outcome): Partial<NextSteps> {
  const { decision, reason } = outcome
  switch (decision) {
    case 'rolled-back':
      if (reason === 'stale-clone') return { sentences: [FETCH_FIRST] }
      if (reason === 'put-back') return { sentences: [MEND_AND_AGAIN] }
      return reason === 'unfinished-move' ? anotherVersion(outcome) : afterRollback(outcome)
    case 'held':
      return afterHold(outcome)
    case 'reported':
      return reason === 'paused'
        ? { sentences: ['Take away the repository variable TAGBACK_PAUSED and run this job again to deploy.'] }
        : byHand(outcome, 'Nothing was moved in observe mode. To go back by hand:')
    case 'refused':
      return { sentences: ['Nothing was changed. Mend what is named above, then run this job again.'] }
    case 'kept':
      return afterKeep(outcome)
    case 'promoted':
    case 'stood-down':
    case 'no-op':
      return {}
  }
}

const MEND_AND_AGAIN = 'Mend what another component failed for, then run the same rollback again.'

const FETCH_FIRST = 'In the clone that pushed the tag, first: git fetch --tags --force.'

function anotherVersion({ move }: Pick<Outcome, 'move'>): Partial<NextSteps> {
  if (!move) return {}
  const { version } = move.to
  return {
    sentences: [
      `${version} is quarantined here: no rollback goes to it. To try it once more on purpose, move the tag to it again; a healthy watch ends the quarantine.`,
      'Otherwise give the mended content a version of its own, then move the tag to it:',
    ],
    commands: moveTo(move, '<version>'),
  }
}

const ELSEWHERE =
  'Look for the cause elsewhere: in what else moved lately, in what the service depends on, in its traffic.'

function afterRollback({ reason, move }: Outcome): Partial<NextSteps> {
  if (!move) return {}
  const { version } = move.to
  if (reason === 'inconclusive' || reason === 'unavailable' || reason === 'cancelled') {
    return {
      sentences: [`Nothing bad is known of ${version}. To have it watched to the end, move the tag to it again:`],
      commands: moveTo(move, version),
    }
  }
  if (reason === 'ring-failed')
    return {
      sentences: [
        `${version} is not quarantined here. Give the mended content a version of its own, and begin with it:`,
      ],
      commands: moveTo(move, '<version>'),
    }
  return reason === 'not-the-deploy'
    ? {
        sentences: [ELSEWHERE, `${version} is not quarantined. Once the cause is mended, move the tag to it again:`],
        commands: moveTo(move, version),
      }
    : anotherVersion({ move })
}

function afterHold(outcome: Outcome): Partial<NextSteps> {
  const { reason, move, target } = outcome
  const environment = move?.environment ?? 'the environment'
  switch (reason) {
    case 'inconclusive':
    case 'unavailable':
    case 'cancelled':
      return byHand(outcome, 'See for yourself whether the release is well. If it is not:')
    case 'no-target':
      return move
        ? { sentences: ['Make a version that works, then move the tag to it:'], commands: moveTo(move, '<version>') }
        : {}
    case 'less-traffic':
      return byHand(
        outcome,
        'The release keeps its share of the traffic until somebody decides. Give the mended content a version of its own and move the tag to it. To go back until then:',
      )
    case 'traffic-not-set':
      return byHand(
        outcome,
        'Mend what sets the traffic, then run this job again: it deploys anew and begins with the first step. To go back instead:',
      )
    case 'move-refused':
      return {
        sentences: [
          'The tag is the only thing left to move. Whoever may push it runs this; nothing is deployed again:',
        ],
      }
    case 'redeploy-failed':
    case 'rollback-not-served':
      return {
        sentences: [
          `What ${environment} serves now is not certain. Deploy ${target?.release.version ?? 'the release before'} by hand.`,
        ],
      }
    case 'deploy-failed':
    case 'deploy-timed-out':
    case 'not-served':
      return move && !move.from
        ? { sentences: ['Make a version that works, then move the tag to it:'], commands: moveTo(move, '<version>') }
        : byHand(outcome, `What ${environment} serves now is not certain. To go back by hand:`)
    case 'stale-clone': {
      const { sentences = [], commands = [] } = leftWhereItIs(outcome)
      return { sentences: [FETCH_FIRST, ...sentences], commands }
    }
    case 'unfinished-move':
      return leftWhereItIs(outcome)
    case 'missed-move':
      return {
        sentences: [
          `See what ${environment} serves. If it is not what the tag says, have the move followed; with verify-url or verify-command reconcile does that by itself:`,
        ],
      }
    case 'not-restored':
      return { sentences: ['Mend what is named above, then run the same rollback again: it finishes what is left.'] }
    case 'not-the-deploy':
      return { sentences: [ELSEWHERE] }
    case 'after-failed':
      return { sentences: ['See what after-command would have done, such as starting services again, and do it.'] }
    case 'internal-error':
      return { sentences: [`Look at what ${environment} serves and at where the tag is; they may differ.`] }
    default:
      return {}
  }
}

/** The release before is served, and the tag still names the one that was left. */
function leftWhereItIs(outcome: Outcome): Partial<NextSteps> {
  const back = byHand(outcome, 'The tag names a release that was judged bad. To move it back to what is served:')
  return back.commands ? back : anotherVersion(outcome)
}

function afterKeep(outcome: Outcome): Partial<NextSteps> {
  switch (outcome.reason) {
    case 'unwatched':
      return { sentences: ['Set a metric for this environment to have the next move watched.'] }
    case 'inconclusive':
    case 'unavailable':
    case 'cancelled':
      return byHand(outcome, 'The release is not known good. If it turns out to be bad:')
    default:
      return {}
  }
}

/** The tag alone: its guard then deploys. To where a rollback would go; what the tag held before may be the same release. */
function byHand({ move, target }: Outcome, sentence: string): Partial<NextSteps> {
  const before = move?.from && !sameRelease(move.from, move.to) ? move.from : null
  const back = target?.release ?? before
  return move && back
    ? { sentences: [sentence], commands: [moveBackCommand(move.ref, move.to.object, back.object)] }
    : {}
}

/** As edgit tags: the environment tag is annotated and names the version's own tag object. */
const moveTo = ({ component, environment, ref }: Move, version: string): string[] => {
  const tag = `${component.id}/${environment}`
  return [
    `git tag -f -a -m 'Set ${component.name} to ${environment}' \\`,
    `  '${tag}' \\`,
    `  '${component.id}/${version}'`,
    `git push --force origin '${ref}'`,
  ]
}
