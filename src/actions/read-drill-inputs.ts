import { getInput } from '@actions/core'
import { listProblems } from '../config/list-problems.ts'
import { parseDuration } from '../config/parse-duration.ts'
import { parseEnvironment, parseFlag } from '../config/setting-parsers.ts'
import type { DrillRequest } from '../flows/drill/drill-request.ts'
import { messageOf } from '../message-of.ts'
import type { Component } from '../tags/component.ts'
import { parseTag } from '../tags/parse-tag.ts'
import { isVersion } from '../tags/version.ts'

export type DrillInputs = Pick<
  DrillRequest,
  'component' | 'practised' | 'environment' | 'badVersion' | 'budget' | 'notify'
> & { faultCommand: string; cleanCommand: string }

const LONGEST_BUDGET = 86_400

/**
 * Reads what is to be practised, and where.
 *
 * @throws with everything that is wrong, one a line
 */
export function readDrillInputs(tagPrefixes: readonly string[]): DrillInputs {
  const problems: string[] = []
  const read = <T>(name: string, parse: (text: string) => T, fallback: string): T | null => {
    try {
      return parse(getInput(name) || fallback)
    } catch (error) {
      problems.push(`Input ${name}: ${messageOf(error)}`)
      return null
    }
  }
  const practised = read('environment', parseEnvironment, 'production')
  const environment = read('drill-environment', parseEnvironment, `${practised ?? 'production'}-drill`)
  const component = read('component', (text) => parseComponent(text, tagPrefixes), '')
  const budget = read('budget', parseDuration({ min: 1, max: LONGEST_BUDGET }), '5m')
  const notify = read('notify', parseFlag, 'false')
  const badVersion = read('bad-version', (text) => (text === '' ? null : parseVersion(text)), '')
  const [faultCommand, cleanCommand] = [getInput('fault-command'), getInput('clean-command')]
  if (badVersion !== null && faultCommand !== '')
    problems.push('Input fault-command: expected bad-version or fault-command, got both')
  if (practised === null || environment === null || component === null || budget === null || notify === null)
    throw new Error(listProblems(problems))
  if (problems.length > 0) throw new Error(listProblems(problems))
  return { practised, environment, component, budget, notify, badVersion, faultCommand, cleanCommand }
}

/** `prompts/extraction`, or with its prefix. */
function parseComponent(text: string, prefixes: readonly string[]): Component {
  const id = text.trim()
  const full = prefixes.some((prefix) => id.startsWith(`${prefix}/`)) ? id : `${prefixes[0]}/${id}`
  const parsed = parseTag(`${full}/any`, prefixes)
  if (parsed.kind !== 'environment')
    throw new Error(`expected one component such as prompts/extraction, got ${JSON.stringify(text)}`)
  return parsed.component
}

function parseVersion(text: string): string {
  if (!isVersion(text)) throw new Error(`expected a version such as v1.2.0, got ${JSON.stringify(text)}`)
  return text
}
