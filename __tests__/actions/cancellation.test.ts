import { expect, it } from '@jest/globals'
import { cancellation } from '../../src/actions/cancellation.ts'

it.each(['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)('a run is cancelled by %s, and lets go of it', (signal) => {
  const before = process.listeners(signal).length
  const { cancelled, dispose } = cancellation()
  process.emit(signal, signal)
  expect(cancelled.aborted).toBe(true)
  dispose()
  expect(process.listeners(signal)).toHaveLength(before)
})
