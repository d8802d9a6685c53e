import { randomBytes } from 'node:crypto'

const MOST_CHARACTERS = 5 * 1024 * 1024
const KEPT_LINES = 20

export type OutputBlock = {
  line(text: string): void
  end(): void
  /** The last lines that are not blank, at most 20, also of output that was not shown. */
  lastLines(): string[]
}

/**
 * Opens a part of the log in which the runner executes no workflow command, whatever is written to it: between
 * `::stop-commands::<token>` and `::<token>::`. The runner knows one token at a time, so blocks must not overlap.
 * Past 5 MiB the lines are dropped and a notice takes their place.
 *
 * @param write takes one line without its line end
 */
export const openOutputBlock = (write: (line: string) => void): OutputBlock => {
  const token = randomBytes(32).toString('hex')
  const last: string[] = []
  let shown = 0

  const show = (text: string): void => {
    if (shown > MOST_CHARACTERS) return
    shown += text.length + 1
    if (shown > MOST_CHARACTERS) write('[Tagback: more than 5 MiB of output; the rest is not shown]')
    // The runner's log is readable for whoever runs as the same user, so the token may come back. The runner ignores case.
    else if (text.toLowerCase().includes(token)) write('[Tagback: a line that tried to end this block is not shown]')
    else write(text)
  }

  write(`::stop-commands::${token}`)
  return {
    line: (text) => {
      show(text)
      if (text.trim() === '') return
      last.push(text)
      if (last.length > KEPT_LINES) last.shift()
    },
    end: () => write(`::${token}::`),
    lastLines: () => last.filter((line) => !line.toLowerCase().includes(token)),
  }
}
