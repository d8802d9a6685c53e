import { servedVersion } from '../service/when-served.ts'
import { indexPage } from '../show/index-page.ts'
import { showAct } from '../show/show-act.ts'
import { writePages } from '../show/write-pages.ts'
import type { ActReport } from '../stage/act-report.ts'
import { playAct } from '../stage/play-act.ts'
import { publishVersion } from '../stage/publish.ts'
import { setUpStage } from '../stage/set-up-stage.ts'
import type { Theatre } from '../theatre.ts'
import { ACTS } from './acts.ts'
import { differencesOf } from './check-acts.ts'
import { keepRunning } from './keep-running.ts'
import { showEnd, showOutcome, showStage } from './story.ts'

const REQUESTS_PER_SECOND = 240

/** Three pushes, and what the guard makes of them. */
export const playRollback = async ({ terminal, closers, stop, options }: Theatre): Promise<readonly string[]> => {
  const stage = await setUpStage(closers, stop, REQUESTS_PER_SECOND)
  showStage(terminal, stage, REQUESTS_PER_SECOND)

  const reports: ActReport[] = []
  for (const act of ACTS) {
    stop.throwIfAborted()
    await publishVersion(stage.checkout, act.version)
    showAct(terminal, act)
    const report = await playAct(act, stage, terminal.log)
    showOutcome(terminal, report)
    reports.push(report)
  }
  stop.throwIfAborted()

  const pages = await writePages(options.out, reports, await indexPage(reports, stage.tally))
  const differences = differencesOf(reports, await servedVersion(stage.service.url), stage.github.violations)
  showEnd(terminal, reports, stage, pages, differences)
  if (options.keep) await keepRunning(terminal, stage, stop)
  return differences
}
