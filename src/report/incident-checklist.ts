import type { Outcome } from '../flows/outcome.ts'
import { escapeMarkdown } from './escape-markdown.ts'

/** `evidence`: by what the run knows that it is done; null: it is left to a person. Markdown. */
type Task = { text: string; evidence: string | null }

/**
 * What is done in an incident before, during and after going back, as task lists: what the run has seen to is ticked off with
 * its evidence and folded away, so that a person at night reads what is left.
 */
export function incidentChecklist(outcome: Outcome, owner: string | null): string {
  if (DRILLED.includes(outcome.reason)) return listed('### Before this is closed by hand', DRILL)
  const tasks = [...beforehand(outcome, owner), ...(isRolling(outcome) ? onTheWay(outcome) : []), ...now(outcome)]
  const done = tasks.filter(({ evidence }) => evidence !== null)
  return [
    listed(
      '### For a person, now',
      tasks.filter(({ evidence }) => evidence === null),
    ),
    done.length === 0 ? '' : folded(`Seen to by the run (${done.length})`, done),
    folded('Today, and within a week', later(outcome)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const DRILLED: readonly string[] = ['drill-failed', 'over-budget', 'drill-unclean']
const DRILL: Task[] = [
  { text: 'What the sentence above names is mended', evidence: null },
  { text: 'The drill was run again, and has passed', evidence: null },
]

/** It was begun to go back, whatever came of it. */
const isRolling = ({ decision, reason }: Outcome): boolean =>
  (decision === 'rolled-back' && !['put-back', 'stale-clone', 'unfinished-move'].includes(reason)) ||
  ['move-refused', 'redeploy-failed', 'rollback-not-served'].includes(reason)

function beforehand(outcome: Outcome, owner: string | null): Task[] {
  const { target, move, reason, polls, assessment } = outcome
  const seen =
    assessment && polls.length > 0 ? `, ${assessment.errors} of ${assessment.total} in ${polls.length} polls` : ''
  const what = assessment?.verdict === 'regressed' ? assessment.reason : reason
  return [
    { text: 'What is wrong is named', evidence: `<code>${what}</code>${seen}${at(outcome, 'decided')}` },
    { text: 'It is known whether anything else is affected', evidence: null },
    {
      text: 'A release to go back to is known',
      evidence: target ? escapeMarkdown(`${target.release.version}: ${target.sentence}`) : null,
    },
    { text: 'Who owns it is told', evidence: owner ? 'mentioned above' : null },
    {
      text: 'What failed is kept to be looked into',
      evidence: move ? `${escapeMarkdown(move.to.version)} stays tagged, and the run has its watch` : null,
    },
  ]
}

function onTheWay(outcome: Outcome): Task[] {
  const { tag, recovery, target } = outcome
  const version = escapeMarkdown(target?.release.version ?? 'the release before')
  const happened = (name: Event): boolean => outcome.timeline.some(({ event }) => event === name)
  const healthy = recovery?.assessment.verdict === 'healthy'
  return [
    {
      text: tag === 'not-moved-back' ? 'The tag is moved back, by the command above' : 'The tag is moved back',
      evidence: tag === 'moved-back' || tag === 'removed' ? said(at(outcome, 'tag-moved-back')) : null,
    },
    ...(tag === 'removed'
      ? []
      : [
          {
            text: `${version} is deployed again`,
            evidence: happened('redeployed') ? said(at(outcome, 'redeployed')) : null,
          },
          {
            text: `${version} is what is served`,
            evidence: happened('verified') ? `asked for${at(outcome, 'verified')}` : null,
          },
          { text: 'The metric has recovered', evidence: healthy ? `watched${at(outcome, 'recovered')}` : null },
        ]),
  ]
}

const now = (outcome: Outcome): Task[] =>
  [
    ...(isRolling(outcome) || outcome.reason === 'put-back'
      ? []
      : ['It is decided: it stays, or the tag is moved back']),
    'Somebody has tried it, and it works',
    'It is still well an hour later',
    'Everybody who was told of it knows that it is over',
  ].map(left)

const later = ({ decision, reason }: Outcome): Task[] =>
  [
    'The cause is known, and written down here',
    ...(decision === 'rolled-back' && reason !== 'put-back'
      ? ['The mended content has a version of its own, that was tried, and is deployed']
      : []),
    'What would have shown it sooner is decided: a test, a canary, a longer watch',
    'Those who felt it have been answered, and what was learnt is written down',
  ].map(left)

type Event = Outcome['timeline'][number]['event']

const left = (text: string): Task => ({ text, evidence: null })

/** ` at 02:47:13 UTC`; empty when it is not known. */
function at({ timeline }: Outcome, name: Event): string {
  const happened = timeline.find(({ event }) => event === name)?.at
  return happened === undefined ? '' : ` at ${new Date(happened).toISOString().slice(11, 19)} UTC`
}

const said = (when: string): string => when.trim() || 'done'

const listed = (title: string, tasks: readonly Task[]): string =>
  [
    title,
    tasks.map(({ text, evidence }) => (evidence === null ? `- [ ] ${text}` : `- [x] ${text}: ${evidence}`)).join('\n'),
  ].join('\n\n')

const folded = (title: string, tasks: readonly Task[]): string =>
  `<details>${listed(`<summary>${title}</summary>`, tasks)}\n\n</details>`
