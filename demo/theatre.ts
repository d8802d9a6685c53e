import type { Options } from './options.ts'
import type { Terminal } from './show/terminal.ts'
import type { Closers } from './stage/close-all.ts'

/** What every show is given. */
export type Theatre = {
  terminal: Terminal
  /** Ends what the show started, whichever way it ends. */
  closers: Closers
  /** Aborted when somebody ends the demo. */
  stop: AbortSignal
  options: Options
}

/** Gives what ended otherwise than it should have; empty when it showed what it is to show. */
export type Show = (theatre: Theatre) => Promise<readonly string[]>
