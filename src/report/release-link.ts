import type { Release } from '../tags/release.ts'
import { escapeMarkdown } from './escape-markdown.ts'

/** `v1.2.0`, leading to its commit. */
export const releaseLink = ({ version, commit }: Release, repositoryUrl: string): string =>
  `[${escapeMarkdown(version)}](${repositoryUrl}/commit/${commit})`
