import { SETTING_TABLE, type SettingName } from '../../src/config/setting-table.ts'

/** Fits the bounds and words of no setting. */
const PROBE = '999999d'

/** What a setting takes, in the words of its own error message. */
export function acceptedForm(name: SettingName): string {
  let taken: unknown
  try {
    taken = SETTING_TABLE[name].parse(PROBE)
  } catch (error) {
    const expected = /^expected (.*), got /s.exec((error as Error).message)?.[1]
    if (expected === undefined) throw new Error(`${name}: its message does not say what is expected`, { cause: error })
    return expected
  }
  return Array.isArray(taken) ? 'items separated by commas or line breaks' : 'text'
}
