import { getInput, setSecret } from '@actions/core'
import { problemsError } from '../config/all-of.ts'
import { listProblems } from '../config/list-problems.ts'
import { SETTING_NAMES, SETTING_TABLE, type SettingName, type WrittenSettings } from '../config/setting-table.ts'
import { messageOf } from '../message-of.ts'
import { readDeployEnv } from './read-deploy-env.ts'

/** What is shorter is no address, and would be masked in the middle of words. */
const SHORTEST_SECRET = 8

export type Inputs = {
  token: string
  tagPrefixes: string[]
  /** Each can be read; whether they fit together is only known with the configuration. */
  written: WrittenSettings
  /** The repository variable `TAGBACK_PAUSED`, handed on by the workflow. */
  paused: boolean
  /** Variables for commands and metric headers, from a secret in dotenv form. */
  deployEnv: Record<string, string>
}

/** @throws with every input that cannot be read, one a line; `problemsIn` takes it apart */
export function readInputs(): Inputs {
  const token = getInput('token')
  if (token === '') throw new Error('Input token: expected a token such as github.token, the default, got none')
  setSecret(token)
  const deployEnv = readDeployEnv(getInput('deploy-env'))
  const written: WrittenSettings = Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const text = getInput(name)
      return text === '' ? [] : [[name, text]]
    }),
  )
  // Whatever becomes of it: whoever knows the address can post to it.
  const webhook = written['notify-webhook']?.trim() ?? ''
  if (webhook.length >= SHORTEST_SECRET) setSecret(webhook)
  const problems = SETTING_NAMES.flatMap((name) => complaints(name, written[name]))
  if (problems.length > 0) throw problemsError(problems, listProblems(problems))
  const prefixes = SETTING_TABLE['tag-prefixes']
  return {
    ...{ token, written, deployEnv, paused: isSet(getInput('paused')) },
    tagPrefixes: prefixes.parse(written['tag-prefixes'] ?? prefixes.default ?? ''),
  }
}

function complaints(name: SettingName, text: string | undefined): string[] {
  try {
    if (text !== undefined) SETTING_TABLE[name].parse(text)
    return []
  } catch (error) {
    return [`Input ${name}: ${messageOf(error)}`]
  }
}

/** Whoever sets a variable to `false` means that it is not set. */
const isSet = (text: string): boolean => !['', 'false', '0', 'no', 'off'].includes(text.trim().toLowerCase())
