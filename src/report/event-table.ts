import { actorOf, type HistoryEvent, timeOf } from '../flows/history/history-event.ts'
import type { Release } from '../tags/release.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'
import { releaseLink } from './release-link.ts'
import { cellTime } from './short-time.ts'
import { linked } from './state-table.ts'

const KINDS = { guard: '', rollback: 'rollback', restore: 'restore', adoption: 'found', drill: 'drill' } as const

/** What happened, newest first. */
export const eventTable = (events: readonly HistoryEvent[], repositoryUrl: string): string =>
  markdownTable(
    ['When (UTC)', 'Component', 'Environment', 'Moved', 'By', 'Verdict'].map((title) => ({ title })),
    events.map((event) => {
      const { component, environment, from, to } = event.kind === 'recorded' ? event.record : event.move
      return [
        whenOf(event, repositoryUrl),
        escapeMarkdown(component.split('/').slice(-2).join('/')),
        escapeMarkdown(environment),
        `${nameOf(from, repositoryUrl)} to ${nameOf(to, repositoryUrl)}`,
        escapeMarkdown(actorOf(event) ?? 'unknown'),
        verdictOf(event),
      ]
    }),
  )

function whenOf(event: HistoryEvent, repositoryUrl: string): string {
  const time = timeOf(event)
  if (event.kind === 'recorded') return linked(cellTime(event.record.createdAt), event.record.run.url, repositoryUrl)
  const { after } = event.move
  if (time !== null && time !== event.move.before) return cellTime(time)
  return [after && `after ${cellTime(after)}`, time && `before ${cellTime(time)}`].filter(Boolean).join(', ')
}

const nameOf = (release: Release | null, repositoryUrl: string): string =>
  release ? releaseLink(release, repositoryUrl) : 'nothing'

function verdictOf(event: HistoryEvent): string {
  if (event.kind === 'unrecorded') return '**no record**'
  const { closed, sentence, kind } = event.record
  const what = [KINDS[kind], closed ? `**${closed.decision}** (${closed.reason})` : '**open**']
    .filter(Boolean)
    .join(', ')
  return sentence ? `${what}: ${escapeMarkdown(sentence)}` : what
}
