import type { Change } from '../flows/ports.ts'
import type { Release } from '../tags/release.ts'
import { escapeMarkdown } from './escape-markdown.ts'

/**
 * Where two releases can be compared. With two dots: three begin at what both have in common, so that going back to an older
 * commit would show nothing. `repositoryUrl` without a final slash.
 */
export const compareLink = (from: Release, to: Release, repositoryUrl: string): string =>
  `${repositoryUrl}/compare/${from.commit}..${to.commit}`

/** Links to what differs between two releases, and to the component's own files in each, where they are known. */
export function changeLinks(from: Release, to: Release, change: Change | null, repositoryUrl: string): string {
  const path = change ? change.path.split('/').map(encodeURIComponent).join('/') : ''
  const links = [
    `[all of the repository](${compareLink(from, to, repositoryUrl)})`,
    ...(path === ''
      ? []
      : [
          `[file in ${escapeMarkdown(from.version)}](${repositoryUrl}/tree/${from.commit}/${path})`,
          `[in ${escapeMarkdown(to.version)}](${repositoryUrl}/tree/${to.commit}/${path})`,
          `[its commits](${repositoryUrl}/commits/${to.commit}/${path})`,
        ]),
  ]
  return links.join(' · ')
}
