import type { RunState, SaveState } from '../../../src/flows/finish/run-state.ts'
import type { Clock } from '../../../src/flows/ports.ts'

/** A process of a run. It can be cancelled, and it can be gone: then nothing in it ever goes on. */
export type Machine = {
  clock: Clock
  cancelled: AbortSignal
  cancel(): void
  lose(): void
  gone: Promise<'gone'>
  save: SaveState
  /** What it has saved. */
  left(): RunState
}

export function machineOn(clock: Clock): Machine {
  let lost = false
  let lose = (): void => {}
  const gone = new Promise<'gone'>((resolve) => {
    lose = () => {
      lost = true
      resolve('gone')
    }
  })
  const controller = new AbortController()
  let left: RunState = { phase: 'reading', cause: null, ending: null, told: false }
  return {
    clock: {
      now: clock.now,
      sleep: async (milliseconds, signal) => {
        await clock.sleep(milliseconds, signal)
        if (lost) await new Promise(() => {})
      },
    },
    cancelled: controller.signal,
    cancel: () => controller.abort(),
    lose: () => lose(),
    gone,
    save: (step) => {
      if (!lost) left = { ...left, ...step }
    },
    left: () => left,
  }
}
