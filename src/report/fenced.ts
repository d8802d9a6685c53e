/** A code block that nothing in the text can end, in characters that have a shape. Tabs and line ends stay. */
export function fenced(text: string, language: string): string {
  const plain = text.replace(/[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/gu, '')
  const longest = Math.max(2, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${plain}\n${fence}`
}
