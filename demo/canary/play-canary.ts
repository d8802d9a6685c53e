import { servedVersion } from '../service/when-served.ts'
import { showAct } from '../show/show-act.ts'
import { writePages } from '../show/write-pages.ts'
import type { ActReport } from '../stage/act-report.ts'
import { playAct } from '../stage/play-act.ts'
import { publishVersion } from '../stage/publish.ts'
import type { Theatre } from '../theatre.ts'
import { ACTS, CANARY } from './acts.ts'
import { canaryPage } from './canary-page.ts'
import { differencesOf } from './check-acts.ts'
import { setUpCanaryStage } from './set-up-canary-stage.ts'
import { showEnd, showOutcome, showStage } from './story.ts'

const REQUESTS_PER_SECOND = 240

/** Three canaries: a good one, a good one while everything fails, and a bad one. */
export const playCanary = async ({ terminal, closers, stop, options }: Theatre): Promise<readonly string[]> => {
  if (options.keep) throw new Error('Nothing is kept running after this show: leave --keep out')
  const stage = await setUpCanaryStage(closers, stop, REQUESTS_PER_SECOND)
  showStage(terminal, stage, REQUESTS_PER_SECOND)

  const reports: ActReport[] = []
  for (const act of ACTS) {
    stop.throwIfAborted()
    await publishVersion(stage.checkout, act.version)
    showAct(terminal, act)
    if (act.jams) stage.scanner.jam()
    const report = await playAct(act, stage, terminal.log)
    showOutcome(terminal, report)
    reports.push(report)
  }
  stop.throwIfAborted()

  const pages = await writePages(options.out, reports, await canaryPage(reports, stage))
  const served = await servedVersion(stage.router.url, CANARY)
  const differences = differencesOf(reports, served, stage.github.violations)
  showEnd(terminal, { reports, stage, pages, differences })
  return differences
}
