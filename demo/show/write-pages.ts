import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActReport } from '../stage/act-report.ts'
import { renderPage } from './render-page.ts'

export const pageName = ({ act }: Pick<ActReport, 'act'>): string => `${act.number}-${act.version}.html`

/** Writes the job summary of every act, and `index`, a page that leads to them. Gives the path of that one. */
export const writePages = async (directory: string, reports: readonly ActReport[], index: string): Promise<string> => {
  await mkdir(directory, { recursive: true })
  for (const report of reports) {
    const { act, summary } = report
    const page = await renderPage(`Act ${act.number}: ${act.version}`, summary)
    await writeFile(join(directory, pageName(report)), page)
  }
  const path = join(directory, 'index.html')
  await writeFile(path, index)
  return path
}
