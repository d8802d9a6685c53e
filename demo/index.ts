import { ACTS } from './acts.ts'
import { differencesOf } from './check-acts.ts'
import { listenForInterruption } from './interruption.ts'
import { keepRunning } from './keep-running.ts'
import { readOptions } from './options.ts'
import { servedVersion } from './service/when-served.ts'
import { createInk } from './show/ink.ts'
import { showAct, showEnd, showOutcome, showStage } from './show/story.ts'
import { createTerminal } from './show/terminal.ts'
import { writePages } from './show/write-pages.ts'
import type { ActReport } from './stage/act-report.ts'
import { createClosers } from './stage/close-all.ts'
import { playAct } from './stage/play-act.ts'
import { publishVersion } from './stage/publish.ts'
import { setUpStage } from './stage/set-up-stage.ts'

const REQUESTS_PER_SECOND = 240

const terminal = createTerminal((text) => process.stdout.write(text), createInk(process.stdout, process.env))
const closers = createClosers()
const { stop, exitCode: exitCodeOfInterruption } = listenForInterruption()

/** Three pushes, and what the guard makes of them. Gives the exit code. */
const play = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2))
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

  const pages = await writePages(options.out, reports, stage)
  const differences = differencesOf(reports, await servedVersion(stage.service.url), stage.github.violations)
  showEnd(terminal, reports, stage, pages, differences)
  if (options.keep) await keepRunning(terminal, stage, stop)
  return differences.length === 0 ? 0 : 1
}

const tell = (error: unknown): void => terminal.bad(error instanceof Error ? error.message : String(error))

try {
  process.exitCode = await play()
} catch (error) {
  // What fails because it was interrupted is no news.
  if (!stop.aborted) tell(error)
  process.exitCode = exitCodeOfInterruption() ?? 1
}
try {
  await closers.closeAll()
} catch (error) {
  tell(error)
  process.exitCode = 1
}
