import type { Outcome } from '../flows/outcome.ts'
import { type Release, sameRelease } from '../tags/release.ts'
import { compareLink } from './change-links.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { markdownTable } from './markdown-table.ts'
import { trafficCourse } from './traffic-course.ts'

/** What was moved, with links. `further` are rows of Markdown; empty without a move. */
export function moveTable(
  { move, target, timeline }: Outcome,
  repositoryUrl: string,
  further: readonly [title: string, content: string][] = [],
): string {
  if (!move) return ''
  const { component, environment, from, to, actor } = move
  const name = (release: Release | null): string =>
    release
      ? `**${escapeMarkdown(release.version)}** ([${release.commit.slice(0, 7)}](${repositoryUrl}/commit/${release.commit}))`
      : 'nothing'
  const shares = trafficCourse({ timeline })
  const rows = [
    ['Environment', escapeMarkdown(environment)],
    from && sameRelease(from, to)
      ? ['Set once more', `to ${name(to)} by ${escapeMarkdown(actor)}`]
      : ['Moved', `${name(from)} to ${name(to)} by ${escapeMarkdown(actor)}`],
    ...(target ? [['Goes back to', `${name(target.release)}: ${escapeMarkdown(target.sentence)}`]] : []),
    ...(from && from.commit !== to.commit
      ? [['Changes', `[${from.commit.slice(0, 7)}..${to.commit.slice(0, 7)}](${compareLink(from, to, repositoryUrl)})`]]
      : []),
    ...(shares.length > 0 ? [['Traffic', shares.map((percent) => `${percent}%`).join(' → ')]] : []),
    ...further.map((row) => [...row]),
  ]
  return markdownTable([{ title: 'Component' }, { title: escapeMarkdown(component.id) }], rows)
}
