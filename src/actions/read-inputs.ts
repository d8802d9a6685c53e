import { getInput } from '@actions/core'
import { checkSettings, type Problem } from '../config/check-settings.ts'
import { SETTING_NAMES, type WrittenSettings } from '../config/setting-table.ts'
import type { Settings } from '../config/settings.ts'

export type Inputs = {
  token: string
  settings: Settings
  /** The repository variable `TAGBACK_PAUSED`, handed on by the workflow. */
  paused: boolean
}

/** @throws with every problem of every input, one a line */
export function readInputs(): Inputs {
  const token = getInput('token')
  if (token === '') throw new Error('Input token: expected a token such as github.token, the default, got none')
  const written: WrittenSettings = Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const text = getInput(name)
      return text === '' ? [] : [[name, text]]
    }),
  )
  const checked = checkSettings(written)
  if (checked.kind === 'problems') throw new Error(checked.problems.map(describeProblem).join('\n'))
  return { token, settings: checked.settings, paused: isSet(getInput('paused')) }
}

const describeProblem = ({ setting, message }: Problem): string => `Input ${setting}: ${message}`

/** Whoever sets a variable to `false` means that it is not set. */
const isSet = (text: string): boolean => !['', 'false', '0', 'no', 'off'].includes(text.trim().toLowerCase())
