import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREPARE = `
git init -q --bare origin.git
git init -q -b main clone && cd clone && git remote add origin ../origin.git
c=components/prompts/extraction
for version in v1.0.0 v1.1.0 v1.2.0; do
  git commit -q --allow-empty -m "$version" && git tag -a -m "Release $version" "$c/$version"
done
git -c advice.nestedTag=false tag -a -m one "$c/production" "$c/v1.0.0"
git -c advice.nestedTag=false tag -a -m one "$c/staging" "$c/v1.1.0"
git push -q origin main --tags 2>/dev/null
`

/** A clone with an origin, versions 1.0.0 to 1.2.0 of a component, 1.0.0 in production and 1.1.0 in staging. */
export function inScratchRepository<T>(use: (run: (script: string, env?: Record<string, string>) => string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'tagback-docs-'))
  const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_CONFIG_GLOBAL: '/dev/null' }
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' }
  const run =
    (cwd: string) =>
    (script: string, env: Record<string, string> = {}) =>
      execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
        ...{ cwd, encoding: 'utf8', stdio: 'pipe' },
        env: { ...process.env, ...identity, ...committer, ...env },
      })
  try {
    run(root)(PREPARE)
    return use(run(join(root, 'clone')))
  } finally {
    rmSync(root, { recursive: true })
  }
}
