import { availableParallelism, platform, totalmem } from 'node:os'

export type Machine = { cores: number; memoryGiB: number; node: string; system: string }

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

/** In general terms only: figures depend on these, and on nothing that would name a machine. */
export const describeMachine = (): Machine => ({
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: SYSTEMS[platform()] ?? platform(),
})
