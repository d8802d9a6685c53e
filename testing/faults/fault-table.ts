import type { Baseline, FaultResult } from './enumerate.ts'
import { faultsOf, type Step, sayStep } from './fault-kinds.ts'

/** `all`: the cases that there are, of which `results` may be a part. */
export type FlowReport = { baseline: Baseline; all: number; results: FaultResult[] }

/** How to see one violation again, as short as it gets. */
export const reproduction = ({ flow, step, fault, post }: FaultResult): string =>
  `npm run test:faults -- --flow ${flow} --step '${sayStep(step)}' --fault ${fault} --post ${post ? 'yes' : 'no'}`

/** The table of one flow: a line for each step, a column for each fault, a letter for each way in which it ended. */
export function renderFlow({ baseline, all, results }: FlowReport): string {
  const outcomes = [...new Set(results.map(({ outcome }) => outcome))].toSorted()
  const letter = (outcome: string): string => letterOf(outcomes.indexOf(outcome))
  const broken = results.filter(({ violations }) => violations.length > 0)
  const missed = results.filter(({ reached }) => !reached)
  return [
    `## ${baseline.flow}`,
    `Without a fault: ${baseline.outcome}. ${baseline.steps.length} steps, ${results.length}${results.length === all ? '' : ` of ${all}`} cases, ${broken.length} with a violation; in ${missed.length} the step did not come.`,
    tableOf(baseline.steps, results, 'request', letter),
    tableOf(baseline.steps, results, 'process', letter),
    outcomes
      .map((outcome) => `- **${letter(outcome)}** ${outcome}: ${results.filter((r) => r.outcome === outcome).length}`)
      .join('\n'),
    ...(broken.length === 0 ? [] : ['### Violations', broken.map(sayBroken).join('\n')]),
  ].join('\n\n')
}

const letterOf = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `${letterOf(Math.floor(index / 26) - 1)}${letterOf(index % 26)}`

function tableOf(
  steps: readonly Step[],
  results: readonly FaultResult[],
  kind: Step['kind'],
  letter: (outcome: string) => string,
): string {
  const rows = steps.filter((step) => step.kind === kind)
  const faults = rows[0] ? faultsOf(rows[0]) : []
  const cell = (step: Step, fault: string): string =>
    results
      .filter((result) => result.fault === fault && sayStep(result.step) === sayStep(step))
      .map(({ outcome, violations, reached, post }) => {
        const mark = violations.length > 0 ? '✗' : reached ? '' : '·'
        return `${post ? '' : '−'}${letter(outcome)}${mark}`
      })
      .join(' ')
  return [
    `| ${kind} | ${faults.join(' | ')} |`,
    `| --- |${faults.map(() => ' --- |').join('')}`,
    ...rows.map((step) => `| ${sayStep(step)} | ${faults.map((fault) => cell(step, fault)).join(' | ')} |`),
  ].join('\n')
}

const sayBroken = (result: FaultResult): string =>
  [
    `- \`${reproduction(result)}\``,
    ...result.violations.map(({ rule, sentence }) => `  - ${rule}: ${sentence.replaceAll('\n', ' ').slice(0, 300)}`),
  ].join('\n')
