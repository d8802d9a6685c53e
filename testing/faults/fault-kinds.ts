/** What can go wrong with one request, to GitHub, to its git, or to the service. */
const REQUEST_FAULTS = [
  /** Reset before the server saw it, and nobody listens for a while. */
  'refused',
  'drop-before',
  'drop-after',
  '500',
  '403',
  '429',
  /** Not answered in time. The server acts late: after whoever asked has given up. */
  'delay',
  'kill-before',
  'kill-after',
  'sigint',
  /** Somebody moves the tag in the very moment before. */
  'overtaken',
] as const

/** What can go wrong with the start of one process. */
const PROCESS_FAULTS = [
  'fails-before',
  /** Does everything, then ends with an error. */
  'fails-after',
  /** Deploys only: git has minutes, and what follows is what follows a failure. */
  'hangs',
  'kill-before',
  /** The action dies while the process is at work. */
  'kill-during',
  'kill-after',
  'sigint',
] as const

export type RequestFault = (typeof REQUEST_FAULTS)[number]
export type ProcessFault = (typeof PROCESS_FAULTS)[number]
export type FaultKind = RequestFault | ProcessFault

/** Faults after which a real job can be gone with its machine, so that no `post` runs. */
export const takesTheRunner = (fault: FaultKind): boolean => fault.startsWith('kill-')

/**
 * One request or start of a process. Runs differ in their order where work goes on side by side, so it is known by what
 * it is and its number among those of its kind, from 1.
 */
export type Step = { kind: 'request' | 'process'; name: string; nth: number }

export const faultsOf = ({ kind, name }: Step): readonly FaultKind[] => {
  if (kind === 'request') return REQUEST_FAULTS
  return name.startsWith('git ') ? PROCESS_FAULTS.filter((fault) => fault !== 'hangs') : PROCESS_FAULTS
}

export const sayStep = ({ name, nth }: Step): string => `${name}#${nth}`
