import { SETTING_TABLE, type WrittenSettings } from './setting-table.ts'
import type { ReadinessSettings } from './settings.ts'

/**
 * What has to be ready, where the other settings need not be complete: a file can leave those to the inputs of a workflow.
 *
 * @throws when one of them cannot be read
 */
export function readinessOf(written: WrittenSettings): ReadinessSettings & { owner: string | null } {
  const text = <Name extends keyof WrittenSettings>(name: Name) => written[name] ?? SETTING_TABLE[name].default ?? ''
  const { require, owner, 'drilled-in': drilledIn } = written
  return {
    require: require === undefined ? [] : SETTING_TABLE.require.parse(require),
    onUnready: SETTING_TABLE['on-unready'].parse(text('on-unready')),
    maxDrillAge: SETTING_TABLE['max-drill-age'].parse(text('max-drill-age')),
    drilledIn: drilledIn === undefined ? null : SETTING_TABLE['drilled-in'].parse(drilledIn),
    owner: owner === undefined ? null : SETTING_TABLE.owner.parse(owner),
  }
}
