import { getInput } from '@actions/core'
import type { BugHunt } from '../flows/bisect/hunt.ts'
import { isVersion } from '../tags/version.ts'

/** What a hunt does not do: it moves one component to versions, and is over when the first bad one is found. */
const ELSE = [
  ...['to', 'surface', 'changeset', 'atomic', 'backup-tag', 'before-command', 'after-command', 'allow-quarantined'],
]

/** Reads what a bug is looked for with; `null` when none is looked for. What is wrong is added to `problems`. */
export function readHuntInputs(problems: string[]): BugHunt | null {
  const read = (name: string): string => getInput(name).trim()
  const [good, bad, test] = [read('good'), read('bad'), read('test-command')]
  if (good === '' && bad === '' && test === '') return null
  for (const [name, version] of Object.entries({ good, bad }))
    if (!isVersion(version))
      problems.push(
        `Input ${name}: expected a version such as v1.2.0, got ${version === '' ? 'none' : JSON.stringify(version)}`,
      )
  if (test === '') problems.push('Input test-command: expected a bash script that fails on bad versions, got none')
  const [into, environment] = [getInput('into'), getInput('environment')]
  if (into === '' || into === environment)
    problems.push(
      `Input into: expected an environment of its own to try versions in, such as debug, got ${into === '' ? 'none' : into}`,
    )
  for (const name of ELSE)
    if (!['', 'false'].includes(getInput(name).trim().toLowerCase()))
      problems.push(`Input ${name}: does not go with test-command, which finds the version itself`)
  return { good, bad, test }
}
