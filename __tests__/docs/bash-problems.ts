import { inScratchRepository } from './scratch-repository.ts'
import { commandsOf, shellProblems } from './shell-problems.ts'

const isGitOnly = (script: string): boolean =>
  commandsOf(script).every(([program = '']) => ['git', 'for', 'done'].includes(program))

/** Runs what is for git alone in a repository of its own, and reads the rest. */
export function bashProblems(text: string): string[] {
  if (!isGitOnly(text)) return shellProblems(text)
  inScratchRepository((run) => {
    const ref = 'refs/tags/components/prompts/extraction/production'
    const [expected = '', target = ''] = run(`git rev-parse ${ref} components/prompts/extraction/v1.1.0^{}`).split('\n')
    run(text, { REF: ref, EXPECTED: expected, TARGET: target })
  })
  return []
}
