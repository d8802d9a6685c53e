import type { Assessment } from '../analysis/verdict.ts'
import { formatDuration } from '../config/parse-duration.ts'
import type { Poll } from '../flows/progress.ts'
import { describeMeasurement } from './describe-measurement.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'

/** So many rows can be taken in at a glance; the last ones led to the verdict. */
const AT_A_GLANCE = 8
/** A summary holds 1 MiB. */
const AT_MOST = 400
/** Characters of what one poll found; how a source failed to answer can be a long story. */
const LONGEST = 120

/** The polls of a watch: the last few open, all of them folded away. */
export function pollTable(judged: readonly Poll[], conclusion: Assessment | null): string {
  const polls = conclude(judged, conclusion)
  const glance = table(polls.slice(-AT_A_GLANCE))
  if (polls.length <= AT_A_GLANCE) return glance
  const kept = polls.slice(-AT_MOST)
  const title =
    kept.length < polls.length ? `The last ${kept.length} of ${polls.length} polls` : `All ${polls.length} polls`
  return `${glance}\n\n<details><summary>${title}</summary>\n\n${table(kept)}\n\n</details>`
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** A watch that ends by its duration has its verdict after the last poll. */
const conclude = (polls: readonly Poll[], conclusion: Assessment | null): Poll[] =>
  polls.map((poll, index) =>
    index === polls.length - 1 && conclusion
      ? { ...poll, assessment: { ...conclusion, evidence: poll.assessment.evidence } }
      : poll,
  )

const table = (polls: readonly Poll[]): string =>
  markdownTable(
    [
      { title: 'After', right: true },
      { title: 'Found' },
      { title: 'So far' },
      { title: 'For bad', right: true },
      { title: 'For good', right: true },
      { title: 'Verdict' },
    ],
    polls.map(({ at, measurement, assessment, reads }) => [
      formatDuration(at),
      escapeMarkdown(cut(describeMeasurement(measurement, reads))),
      assessment.total > 0 ? `${Math.round(assessment.errors)} of ${Math.round(assessment.total)}` : '',
      `${Math.floor(assessment.evidence.regressed * 100)}%`,
      `${Math.floor(assessment.evidence.healthy * 100)}%`,
      assessment.verdict === 'undecided' ? '' : `**${assessment.verdict}**`,
    ]),
  )
