import type { Ink } from './ink.ts'
import { showLogLine } from './log-line.ts'
import { wrap } from './wrap.ts'

export type Terminal = {
  line(text?: string): void
  title(text: string): void
  paragraph(text: string): void
  /** A command that a person would type; further lines of it are indented. */
  command(first: string, ...others: string[]): void
  log(line: string): void
  /** Lines that are laid out already, under a title of their own. */
  block(title: string, lines: readonly string[]): void
  good(text: string): void
  bad(text: string): void
}

const INDENT = '   '

/** Everything that the demo prints, in one look. */
export const createTerminal = (write: (text: string) => void, ink: Ink): Terminal => {
  const print = (lines: readonly string[]): void => {
    for (const line of lines) write(`${line}\n`)
  }
  return {
    line: (text = '') => print([text]),
    title: (text) => print(['', ink('bold', text)]),
    paragraph: (text) => print(wrap(text, INDENT)),
    command: (first, ...others) =>
      print([`$ ${first}`, ...others.map((line) => `    ${line}`)].map((line) => `${INDENT}${ink('cyan', line)}`)),
    log: (line) => print(showLogLine(line, ink)),
    block: (title, lines) => print(['', ink('bold', title), ...lines]),
    good: (text) => print(wrap(text, INDENT).map((line) => ink('green', line))),
    bad: (text) => print(wrap(text, INDENT).map((line) => ink('red', line))),
  }
}
