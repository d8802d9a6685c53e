import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentAt } from '../service/documents.ts'
import { startService } from '../service/start-service.ts'
import { createTally } from '../service/tally.ts'
import { servedVersion } from '../service/when-served.ts'
import { renderPage } from '../show/render-page.ts'
import { callWhenServed } from '../stage/call-when-served.ts'
import { playAct } from '../stage/play-act.ts'
import { ENVIRONMENT, publishVersion } from '../stage/publish.ts'
import { readRefs } from '../stage/read-refs.ts'
import { setUpStage } from '../stage/set-up-stage.ts'
import type { Theatre } from '../theatre.ts'
import { differencesOf } from './check-drills.ts'
import { configurationFor } from './configuration.ts'
import { DRILLS } from './drills.ts'
import { type DrillReport, runDrill } from './run-drill.ts'
import { showDrill, showDrillStage, showPhases, showTrend } from './story.ts'

const REQUESTS_PER_SECOND = 120

const LIVE = {
  ...{ number: 0, environment: ENVIRONMENT, version: 'v1.1.0', title: 'Production', story: '' },
  expected: { decision: 'kept', reason: 'healthy', tag: 'as-pushed' },
}

/** Production is deployed and watched once, then its rollback is practised twice beside it. */
export const playDrill = async ({ terminal, closers, stop, options }: Theatre): Promise<readonly string[]> => {
  const stage = await setUpStage(closers, stop, REQUESTS_PER_SECOND)
  const { github, checkout, service } = stage
  const directory = await mkdtemp(join(tmpdir(), 'tagback-practice-'))
  closers.add('files of the drill environment', () => rm(directory, { recursive: true, force: true }))
  const practice = await startService(directory)
  closers.add('service of the drill environment', () => practice.close())
  showDrillStage(terminal, service, practice)

  const file = { '.github/tagback.yml': configurationFor(service, practice) }
  await checkout.edgit.commit(file, 'Practise in production-drill', new Date().toISOString())
  for (const version of ['v1.0.0', LIVE.version]) await publishVersion(checkout, version)
  await playAct(LIVE, stage, () => undefined)
  callWhenServed(practice.url, REQUESTS_PER_SECOND, { tally: createTally(), document: documentAt }, closers)

  const reports: DrillReport[] = []
  for (const drill of DRILLS) {
    stop.throwIfAborted()
    if (drill.inputs['bad-version']) await publishVersion(checkout, drill.inputs['bad-version'])
    showDrill(terminal, drill)
    const report = await runDrill(drill, { github, repository: checkout.repository }, stop, terminal.log)
    showPhases(terminal, report)
    reports.push(report)
  }
  stop.throwIfAborted()
  const last = reports.at(-1)
  if (last) showTrend(terminal, last)

  const left = (await readRefs(checkout.repository)).map(({ slot }) => slot).filter((slot) => slot.endsWith('-drill'))
  const differences = differencesOf(reports, {
    ...{ served: await servedVersion(service.url), left, violations: github.violations },
  })
  terminal.title('Job summaries')
  terminal.paragraph(await writeDrillPages(options.out, reports))
  terminal.line()
  if (differences.length === 0) terminal.good('Both drills ended as they should, and nothing of them is left.')
  for (const difference of differences) terminal.bad(difference)
  if (options.keep) {
    terminal.paragraph(`Both services and GitHub (${checkout.cloneUrl}) keep running until Ctrl-C.`)
    if (!stop.aborted) await once(stop, 'abort')
  }
  return differences
}

/** Writes the job summary of each drill. Gives the path of the last, which shows them all. */
async function writeDrillPages(directory: string, reports: readonly DrillReport[]): Promise<string> {
  await mkdir(directory, { recursive: true })
  const pages = reports.map(({ drill }) => join(directory, `drill-${drill.number}.html`))
  for (const [index, { drill, summary }] of reports.entries())
    await writeFile(pages[index] ?? '', await renderPage(`Drill ${drill.number}`, summary))
  return pages.at(-1) ?? directory
}
