/** Fields of the output `result`, as `src/report/result.ts` writes them. */
export const RESULT_FIELDS: Readonly<Record<string, string>> = {
  schemaVersion: 'Version of this form. A field is only taken away or given another meaning with a higher one.',
  decision: 'As the output.',
  reason: 'As the output.',
  sentence: 'As the output.',
  component: 'As the output, or null.',
  environment: 'As the output, or null.',
  actor: 'Login of who moved the tag, or null.',
  from: 'Release that the tag was moved from: `version`, `commit`, `object` (what the tag held). Null at the first deploy.',
  to: 'Release that the tag was moved to, in the same form.',
  target: 'Release to go back to, in the same form with `basis`: why this one. Null when there is none.',
  tag: 'As the output.',
  verdict: 'Of the watch: `verdict`, `reason`, `errors`, `total`. Null when nothing was judged.',
  decidedBy: 'Name of the metric that `verdict` and `measurements` are about, when there are several; else null.',
  otherMetrics:
    'The other metrics: `name`, `dryRun`, `verdict` (`undecided` when the watch ended before), `reason`, `measurements`.',
  recovery: 'Of the watch after a rollback: `verdict`, `reason`, `measurements`. Null when there was none.',
  cost: 'Of a rollback: counted requests before and after it (`during`, `after`), failures beyond the later rate (`beyondUsual`), seconds from the breach (`from`: the verdict or the failed deploy) to what followed (`since`). Null when nothing was rolled back.',
  measurements: 'What was measured, in the form that [replay](../judgement.md#replay) reads.',
  pollsLeftOut: 'How many of the first measurements are left out, so that the outputs of a job have room.',
  traffic: 'Share of the traffic in per cent that was set last, or null where none was set.',
  timeline: 'What happened when: `at` in ISO 8601, and `event`; with `percent` where the traffic was set.',
  phases: 'How long each part took.',
  readiness:
    'What [`require`](../readiness.md) asks for: `item`, `state` (`holds`, `missing`, `not-yet` or `unknown`), `detail`, `mend`, `url`. Empty where it asks for nothing.',
  warnings: 'Every warning of the run.',
  nextSteps: 'Shell commands that finish what the run could not.',
  recentMoves: 'What else was deployed in the six hours before, when a rollback did not help.',
  incident: 'Address of the issue in which people were told, or null.',
  canary: 'Of a promotion: the result of the canary, in the same form; else null.',
  rings:
    'Where a release goes on from one environment to others, what became of each: `environment`, `after`, `decision` and `reason` (null where no guard was), `sentence`. Else empty.',
}
