import { STILL_LEANS } from '../../src/analysis/risks.ts'
import { mean, median } from './quantiles.ts'
import type { Cell, RatioCell } from './run.ts'
import type { Tally } from './tally.ts'

export type Results = {
  traces: number
  healthy: Cell[]
  heldOut: Cell[]
  atThreshold: Cell[]
  regressed: Cell[]
  ratios: RatioCell[]
  pairs: Cell[]
  recorded: Cell[]
}

/** The whole report as Markdown. */
export function report(results: Results): string {
  return `${[
    '# How often is the judgement wrong, and how fast is it right?',
    `Simulated watches of 10 minutes, threshold 1 %, ${results.traces} traces a cell, all rules on the same traces. Made by \`npm run bench:judge\`; what it means: [docs/judgement.md](../../docs/judgement.md).`,
    '## Summary',
    'Means over all scenarios at 1, 10 and 100 requests a second. False: rollbacks of a release that must be kept. Delay: rollback minus onset, a miss counts as 600 s.',
    summary(results),
    '## Releases that must be kept: false rollbacks in %',
    byTraffic(results.healthy, falseOnly),
    '## The same for five more scenarios, outside the mean that settings were chosen by',
    byTraffic(results.heldOut, falseOnly),
    '## Regressions: missed %, delay median / 95 % in seconds',
    'e: rolled back before the regression began, in %.',
    byTraffic(results.regressed, caught),
    '## Delay of Tagback against the best conceivable rule',
    `That rule knows rate and onset beforehand, and looks at the same polls, every 5 s. The bound includes the floor of ignoring blips (35 s, outages 20 s). The last column is against the best rule that, like Tagback, needs evidence of ${STILL_LEANS} without the worst burst.`,
    ratios(results.ratios),
    '## Release against baseline, 10 requests a second each',
    table(results.pairs, either),
    '## Recorded watches of real services',
    'Processes of their own under real load of about 10 requests a second, scraped by a real Prometheus every 5 s and asked by Tagback’s source for it; three watches each, recorded by `npm run bench:record` ([recordings](../recordings/prometheus.jsonl)). False rollbacks in % for the first ones, which must be kept.',
    table(results.recorded, either),
  ].join('\n\n')}\n`
}

function summary({ healthy, heldOut, atThreshold, regressed }: Results): string {
  const names = Object.keys((healthy[0] as Cell).byRule)
  const of = (cells: Cell[], name: string, pick: (tally: Tally) => number | null) =>
    cells.map(({ byRule }) => pick(byRule[name] as Tally)).filter((value) => value !== null)
  const rows = names.map((name) => {
    const falseIn = (cells: Cell[]) => of(cells, name, ({ falseRollbacks }) => falseRollbacks)
    const accepted = healthy.map(({ byRule }) => byRule[name]?.accepted ?? Number.POSITIVE_INFINITY)
    return [
      name,
      mean(falseIn(healthy)).toFixed(2),
      Math.max(...falseIn(healthy)).toFixed(1),
      mean(falseIn(heldOut)).toFixed(2),
      mean(falseIn(atThreshold)).toFixed(2),
      mean(of(regressed, name, ({ missed }) => missed)).toFixed(1),
      mean(of(regressed, name, ({ meanDelay }) => meanDelay)).toFixed(0),
      seconds(median(accepted)),
    ]
  })
  const head = [
    'rule',
    'false %',
    'worst %',
    'false %, five more',
    'false % at exactly 1 %',
    'missed %',
    'mean delay s',
    'accepts after s',
  ]
  return markdown(head, rows)
}

function byTraffic(cells: Cell[], say: (tally: Tally) => string): string {
  const traffics = [...new Set(cells.map(({ perSecond }) => perSecond))]
  return traffics
    .map(
      (traffic) =>
        `### ${traffic} requests a second\n\n${table(
          cells.filter(({ perSecond }) => perSecond === traffic),
          say,
        )}`,
    )
    .join('\n\n')
}

function table(cells: Cell[], say: (tally: Tally) => string): string {
  const names = Object.keys((cells[0] as Cell).byRule)
  return markdown(
    ['rule', ...cells.map(({ scenario }) => scenario)],
    names.map((name) => [name, ...cells.map(({ byRule }) => say(byRule[name] as Tally))]),
  )
}

function ratios(cells: RatioCell[]): string {
  const known = cells.map(({ ratio }) => ratio).filter((ratio) => ratio !== null)
  const usual = cells.filter(({ perSecond }) => perSecond <= 100)
  const rows = cells.map(({ perSecond, rate, bound, median, ratio, meanRatio, guardedMeanRatio }) => [
    String(perSecond),
    `${rate * 100} %`,
    seconds(bound),
    seconds(median),
    ratio === null ? 'the bound misses too' : ratio.toFixed(2),
    meanRatio.toFixed(2),
    guardedMeanRatio.toFixed(2),
  ])
  const notes = [
    `Medians: geometric mean ${overall(known)} over the ${known.length} cells in which the bound finds half; a median of 600 s is a miss.`,
    `Means, a miss counting as 600 s for both: geometric mean ${overall(usual.map(({ meanRatio }) => meanRatio))} over the ${usual.length} cells up to 100 requests a second, ${overall(cells.map(({ meanRatio }) => meanRatio))} over all ${cells.length}.`,
    `Against that rule looking every 10 s: ${overall(usual.map(({ coarseMeanRatio }) => coarseMeanRatio))} and ${overall(cells.map(({ coarseMeanRatio }) => coarseMeanRatio))}.`,
    `Against the rule with the clause on blips: ${overall(usual.map(({ guardedMeanRatio }) => guardedMeanRatio))} and ${overall(cells.map(({ guardedMeanRatio }) => guardedMeanRatio))}.`,
  ]
  const head = ['req/s', 'true rate', 'bound s', 'Tagback s', 'ratio', 'ratio of means', 'with the clause on blips']
  return `${markdown(head, rows)}\n\n${notes.join(' ')}`
}

function overall(ratios: readonly number[]): string {
  return `${Math.exp(mean(ratios.map(Math.log))).toFixed(2)} (worst ${Math.max(...ratios).toFixed(2)})`
}

/** Of a release that must be kept or of a regression, whichever it is. */
function either(tally: Tally): string {
  return tally.missed === null ? falseOnly(tally) : caught(tally)
}

function falseOnly({ falseRollbacks }: Tally): string {
  return (falseRollbacks ?? 0).toFixed(1)
}

function caught({ falseRollbacks, missed, medianDelay, p95Delay }: Tally): string {
  const early = falseRollbacks ? `e${falseRollbacks.toFixed(0)} ` : ''
  return `${early}${missed === null ? '–' : `${missed.toFixed(0)} %, ${seconds(medianDelay)} / ${seconds(p95Delay)}`}`
}

function seconds(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '∞' : value.toFixed(0)
}

function markdown(head: string[], rows: string[][]): string {
  return [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}
