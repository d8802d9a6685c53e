import { git } from '../testing/github/run-git.ts'

const TAGGER = 'Ada Deployer <ada@example.com>'
/** Older than every tag that a run makes. Seconds since the epoch. */
const FIRST_DATE = Date.parse('2024-01-01T00:00:00Z') / 1000

/** Fifty versions of as many components as it takes. */
export const spreadTags = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `components/prompts/other-${Math.floor(index / 50)}/v0.${(index % 50) + 1}.0`,
  )

/** So many versions of one component. */
export const versionTags = (component: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${component}/v0.${Math.floor(index / 50)}.${index % 50}`)

/** Makes annotated tags on the first commit, directly in a bare repository, and packs all refs as a server does. */
export async function addTags(gitDir: string, tags: readonly string[]): Promise<void> {
  const commit = await git(gitDir, ['rev-list', '--max-parents=0', 'refs/heads/main'])
  const commands = tags.map((tag, index) => {
    const message = `Release ${tag.split('/').slice(-2).join(' ')}\n`
    const tagger = `tagger ${TAGGER} ${FIRST_DATE + index} +0000`
    return `tag ${tag}\nfrom ${commit}\n${tagger}\ndata ${Buffer.byteLength(message)}\n${message}`
  })
  await git(gitDir, ['fast-import', '--quiet', '--force'], { input: `${commands.join('\n')}\n` })
  await git(gitDir, ['pack-refs', '--all'])
}
