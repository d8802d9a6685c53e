import type { Settings } from '../../config/settings.ts'

/**
 * What becomes of a release whose run is cancelled or lost before the watch has passed. Nothing is moved in observe mode,
 * or to nowhere.
 */
export const onCancel = (
  settings: Pick<Settings, 'onCancel' | 'onRegressed'>,
  hasTarget: boolean,
): Settings['onCancel'] =>
  settings.onCancel === 'roll-back' && (settings.onRegressed === 'report' || !hasTarget) ? 'leave' : settings.onCancel
