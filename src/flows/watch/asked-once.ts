import type { MetricSource } from '../ports.ts'

/** For metrics that judge the same figures in two ways: one window is asked for once. */
export function askedOnce(source: MetricSource): MetricSource {
  let last: { window: string; reading: ReturnType<MetricSource['read']> } | null = null
  return {
    description: source.description,
    read: (window) => {
      const key = `${window.since}–${window.until}`
      if (last?.window !== key) last = { window: key, reading: source.read(window) }
      return last.reading
    },
  }
}
