/** The longest sections give way to a line that says so, until all of them fit into so many bytes. */
export function fitSections(sections: readonly string[], mostBytes: number): string[] {
  const fit = [...sections]
  const sizes = fit.map((section) => Buffer.byteLength(section))
  while (sizes.reduce((sum, size) => sum + size, 0) > mostBytes) {
    const longest = sizes.indexOf(Math.max(...sizes))
    const title = /^#+ .*/.exec(fit[longest] ?? '')?.[0].slice(0, 200)
    fit[longest] = [...(title ? [title] : []), 'Too long to be shown here: see the log.'].join('\n\n')
    sizes[longest] = Buffer.byteLength(fit[longest])
  }
  return fit
}
