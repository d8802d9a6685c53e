/** A table of cells that are Markdown already. Columns marked `right` hold figures. */
export function markdownTable(head: readonly { title: string; right?: boolean }[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(head.map(({ title }) => title)),
    line(head.map(({ right }) => (right ? '--:' : '---'))),
    ...rows.map(line),
  ].join('\n')
}
