import type { SourceSettings } from '../../src/metrics/source-settings.ts'

/** Settings of a source for the release `prompts/extraction` `v1.2.0` in `production`. */
export const settingsFor = (more: Partial<SourceSettings>): SourceSettings => ({
  ...{ fetch, headers: {}, timeoutSeconds: 5 },
  values: {
    ...{ component: 'components/prompts/extraction', type: 'prompts', name: 'extraction' },
    ...{ version: 'v1.2.0', environment: 'production', commit: 'abcdef0123456789abcdef0123456789abcdef01' },
  },
  ...more,
})
