/** In UTF-16 code units. */
const LONGEST_LINE = 8192

export type LineReader = {
  push(chunk: Uint8Array): void
  /** Hands out a last line that has no line end. */
  end(): void
}

/**
 * Turns bytes into lines. Invalid UTF-8 becomes U+FFFD; a line longer than 8192 characters is cut and says so. Text
 * before a lone carriage return is replaced by what follows it, as on a terminal, so that a progress bar is one line:
 * no line that is handed out holds a line feed or a carriage return.
 */
export const lineReader = (onLine: (line: string) => void): LineReader => {
  const decoder = new TextDecoder()
  let line = ''
  let cut = 0
  let returned = false

  const append = (text: string): void => {
    if (text === '') return
    if (returned) {
      line = ''
      cut = 0
      returned = false
    }
    const kept = text.slice(0, LONGEST_LINE - line.length)
    line += kept
    cut += text.length - kept.length
  }

  const emit = (): void => {
    onLine(cut > 0 ? `${line} [${cut} more characters are not shown]` : line)
    line = ''
    cut = 0
    returned = false
  }

  const read = (text: string): void => {
    let from = 0
    for (const match of text.matchAll(/[\r\n]/g)) {
      append(text.slice(from, match.index))
      from = match.index + 1
      if (match[0] === '\n') emit()
      else returned = true
    }
    append(text.slice(from))
  }

  return {
    push: (chunk) => read(decoder.decode(chunk, { stream: true })),
    end: () => {
      read(decoder.decode())
      if (line !== '') emit()
    },
  }
}
