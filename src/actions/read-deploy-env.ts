import { parseEnv } from 'node:util'
import { setSecret } from '@actions/core'

/** One assignment, with a value that may be quoted and then go over several lines. */
const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\r\n"'`#]*)[ \t]*(?:#.*)?$/gm
/** Set by the runner and by Tagback: a deploy relies on them. */
const RESERVED = /^(TAGBACK|GITHUB|RUNNER|ACTIONS|INPUT|STATE)_/i

/**
 * Reads the variables for commands from a secret in dotenv form, and has the runner mask each value.
 *
 * @throws with the line of whatever is no assignment; its text is never said
 */
export function readDeployEnv(text: string): Record<string, string> {
  // Line breaks are kept, so that lines can be counted in what is left.
  const left = text.replaceAll(ASSIGNMENT, (assignment) => assignment.replaceAll(/[^\n]/g, ''))
  const wrong = left.split('\n').findIndex((line) => !/^\s*(#.*)?$/.test(line))
  if (wrong >= 0) throw new Error(`Input deploy-env, line ${wrong + 1}: expected NAME=value, a comment or nothing`)
  const values = Object.entries(parseEnv(text)).map(([name, value]): [string, string] => [name, value ?? ''])
  for (const [name, value] of values) {
    if (RESERVED.test(name)) throw new Error(`Input deploy-env: ${name} is set by the runner or by Tagback itself`)
    // The log is masked line by line.
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim() !== '') setSecret(part)
  }
  return Object.fromEntries(values)
}
