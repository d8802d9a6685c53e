import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ACTS } from './acts.ts'
import { differencesOf } from './check-acts.ts'
import { interruption } from './interruption.ts'
import { keepRunning } from './keep-running.ts'
import { servedVersion } from './service/when-served.ts'
import { createInk } from './show/ink.ts'
import { showAct, showEnd, showStage } from './show/story.ts'
import { createTerminal } from './show/terminal.ts'
import { writePages } from './show/write-pages.ts'
import type { ActReport } from './stage/act-report.ts'
import { createClosers } from './stage/close-all.ts'
import { playAct } from './stage/play-act.ts'
import { publishVersion } from './stage/publish.ts'
import { setUpStage } from './stage/set-up-stage.ts'

const REQUESTS_PER_SECOND = 240

const { values: options } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, 'out') },
  },
})
const terminal = createTerminal((text) => process.stdout.write(text), createInk(process.stdout, process.env))
const closers = createClosers()
const interrupted = interruption()

/** Three pushes, and what the guard makes of them. */
const play = async (): Promise<number> => {
  const stage = await setUpStage(closers, REQUESTS_PER_SECOND)
  showStage(terminal, stage, REQUESTS_PER_SECOND)

  const reports: ActReport[] = []
  for (const act of ACTS) {
    await publishVersion(stage.checkout, act.version)
    showAct(terminal, act)
    reports.push(await playAct(act, stage, terminal.log))
  }

  const pages = await writePages(options.out, reports, stage)
  const differences = differencesOf(reports, await servedVersion(stage.service.url), stage.github.violations)
  showEnd(terminal, reports, stage, pages, differences)
  if (options.keep) await keepRunning(terminal, stage, interrupted)
  return differences.length === 0 ? 0 : 1
}

let exitCode = 1
try {
  exitCode = await Promise.race([play(), interrupted])
} catch (error) {
  terminal.bad(error instanceof Error ? error.message : String(error))
}
try {
  await closers.closeAll()
} catch (error) {
  terminal.bad(error instanceof Error ? error.message : String(error))
  exitCode = 1
}
// Whatever was going on when somebody interrupted is not waited for.
process.exit(exitCode)
