import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Marked } from 'marked'
import markedAlert from 'marked-alert'

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** A whole page of Markdown that looks like a job summary on GitHub, in light and dark. Needs no network. */
export const renderPage = async (title: string, markdown: string): Promise<string> => {
  const css = await readFile(join(import.meta.dirname, 'page.css'), 'utf8')
  const body = await new Marked({ gfm: true }).use(markedAlert()).parse(markdown)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${css}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`
}
