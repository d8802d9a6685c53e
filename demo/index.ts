import { listenForInterruption } from './interruption.ts'
import { readOptions } from './options.ts'
import { createInk } from './show/ink.ts'
import { createTerminal } from './show/terminal.ts'
import { SHOWS } from './shows.ts'
import { createClosers } from './stage/close-all.ts'

const terminal = createTerminal((text) => process.stdout.write(text), createInk(process.stdout, process.env))
const closers = createClosers()
const { stop, exitCode: exitCodeOfInterruption } = listenForInterruption()

const tell = (error: unknown): void => terminal.bad(error instanceof Error ? error.message : String(error))

try {
  const options = readOptions(process.argv.slice(2), SHOWS)
  const differences = await SHOWS[options.show]({ terminal, closers, stop, options })
  process.exitCode = differences.length === 0 ? 0 : 1
} catch (error) {
  // What fails because it was interrupted is no news.
  if (!stop.aborted) tell(error)
  process.exitCode = exitCodeOfInterruption() ?? 1
}
try {
  await closers.closeAll()
} catch (error) {
  tell(error)
  process.exitCode = 1
}
