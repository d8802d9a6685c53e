import type { Change } from '../flows/ports.ts'
import type { Release } from '../tags/release.ts'
import { changeLinks } from './change-links.ts'
import { changeSection } from './change-section.ts'

/** What differs between two releases in the component's own files, in short and as links. `repositoryUrl` without a final slash. */
export function shownChange(from: Release, to: Release, change: Change | null, repositoryUrl: string): string {
  const content = change
    ? changeSection(change)
    : 'Which files are its own is not known: say it with `path` in the configuration.'
  return `${content}\n\n${changeLinks(from, to, change, repositoryUrl)}`
}
