/** The demo fits into this many columns. */
export const COLUMNS = 100

/**
 * Breaks a line at blanks so that it fits, with `indent` before the first part and `hanging` before the others. Words
 * longer than the line stay whole; blanks within a line that fits are kept.
 */
export const wrap = (text: string, indent: string, hanging = indent): string[] => {
  if (indent.length + text.length <= COLUMNS) return [`${indent}${text}`]
  const lines: string[] = []
  let line = indent
  let empty = true
  for (const word of text.split(/ +/)) {
    if (!empty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line)
      line = hanging
      empty = true
    }
    line = empty ? `${line}${word}` : `${line} ${word}`
    empty = false
  }
  return [...lines, line]
}
