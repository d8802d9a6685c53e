import { Document } from 'yaml'
import { SNAPSHOT_SCHEMA } from './read-own-format.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * The file for people and for the rollback action: YAML in the order of the ids, one line a fact, so that a difference of
 * two files in git shows what changed and nothing else.
 */
export function formatSnapshot({ environment, takenAt, repository, components }: Snapshot): string {
  const document = new Document({
    'tagback-snapshot': SNAPSHOT_SCHEMA,
    ...given('repository', repository),
    environment,
    ...given('taken-at', takenAt),
    components: Object.fromEntries(
      components
        .toSorted((a, b) => compareText(a.component, b.component))
        .map(({ component, version, commit, object, lastVerified }) => [
          component,
          {
            version,
            ...given('commit', commit),
            ...given('tag-object', object),
            ...given('last-verified', lastVerified),
          },
        ]),
    ),
  })
  document.commentBefore = ` What was in ${oneLine(environment ?? 'an environment')}, written by Tagback. Its rollback action puts components back to this.`
  return document.toString({ lineWidth: 0 })
}

const given = (key: string, value: string | null): Record<string, string> => (value === null ? {} : { [key]: value })

const oneLine = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
