import type { Service } from '../service/start-service.ts'
import { showMs } from '../show/figures.ts'
import type { Terminal } from '../show/terminal.ts'
import { textTable } from '../show/text-table.ts'
import type { PlayedDrill } from './drills.ts'
import type { DrillReport } from './run-drill.ts'

const PHASES = [
  ['arm', 'read and arm', ''],
  ['deploy', 'deploy the bad release', ''],
  ['detect', 'detect the breach', 'counts'],
  ['move-back', 'move the tag back', 'counts'],
  ['redeploy', 'deploy the release before', 'counts'],
  ['verify', 'prove that it is served', 'counts'],
  ['recover', 'watch the recovery', ''],
] as const

/** Characters of the longest bar. */
const LONGEST = 40

export const showDrillStage = (terminal: Terminal, production: Service, practice: Service): void => {
  terminal.title('Tagback: a rollback that is practised before it is needed')
  terminal.paragraph('A local GitHub, a local runner, the built action, real services. Nothing leaves this machine.')
  terminal.line()
  terminal.paragraph(`production        ${production.url}/extract is on v1.1.0`)
  terminal.paragraph(`production-drill  ${practice.url}/extract is what the drill may break`)
}

export const showDrill = (terminal: Terminal, { number, title, story, inputs }: PlayedDrill): void => {
  terminal.title(`${number}  ${title}`)
  terminal.paragraph(story)
  const given = Object.entries(inputs).map(([name, value]) => `, ${name}: ${value}`)
  terminal.line()
  terminal.command(`uses: tagback/tagback/drill@v1   # component: prompts/extraction${given.join('')}`)
}

/** Where the time went, phase by phase, against the budget. */
export const showPhases = (terminal: Terminal, { result }: DrillReport): void => {
  const { figures, sentence, reason, badVersion, goodVersion } = result
  if (figures) {
    const longest = Math.max(...Object.values(figures.phases).map((took) => took ?? 0), 1)
    const rows = PHASES.map(([name, text, counts]) => {
      const took = figures.phases[name]
      const bar = '#'.repeat(Math.ceil(((took ?? 0) / longest) * LONGEST))
      return [text, showMs(took ?? null), counts, bar]
    })
    terminal.block(
      `From ${badVersion} back to ${goodVersion}: where the time went`,
      textTable([{ title: 'Phase' }, { title: 'Took', right: true }, { title: '' }, { title: '' }], rows),
    )
    const { timeToRollback, budget } = figures
    const share = timeToRollback === null ? null : Math.round((timeToRollback / budget) * 100)
    terminal.paragraph(
      `Time to rollback ${showMs(timeToRollback)}, of a budget of ${showMs(budget)} (${share ?? '-'} %)`,
    )
  }
  if (reason === 'drill-passed') terminal.good(`= ${reason}: ${sentence}`)
  else terminal.bad(`= ${reason}: ${sentence}`)
}

/** What else was tried, and how the drills went so far, the newest first. */
export const showTrend = (terminal: Terminal, { result, drill }: DrillReport): void => {
  terminal.block(
    'What else was tried',
    textTable(
      [{ title: 'What' }, { title: '' }, { title: 'Evidence' }],
      result.checks.map(({ name, state, detail }) => [name, state, detail]),
    ),
  )
  const { reason, figures, earlier } = result
  const rows = [
    { at: `drill ${drill.number}`, reason, figures },
    ...earlier.map((one, index) => ({ ...one, at: `drill ${drill.number - 1 - index}` })),
  ]
  terminal.block(
    'Drills so far',
    textTable(
      [
        { title: 'When' },
        { title: 'Ended' },
        { title: 'Time to rollback', right: true },
        { title: 'Detect', right: true },
      ],
      rows.map(({ at, reason, figures }) => [
        ...[at, reason ?? '-', showMs(figures?.timeToRollback ?? null), showMs(figures?.phases.detect ?? null)],
      ]),
    ),
  )
}
