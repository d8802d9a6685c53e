import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Marked, type RendererObject } from 'marked'
import markedAlert from 'marked-alert'
import { chartFigure } from './chart-figure.ts'
import { readChart } from './read-chart.ts'

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** GitHub draws mermaid, and colours the lines of a diff. */
const renderer: RendererObject = {
  code({ text, lang }) {
    const chart = lang === 'mermaid' ? readChart(text) : null
    if (chart) return chartFigure(chart)
    if (lang !== 'diff') return false
    const lines = text.split('\n').map((line) => {
      const kind = /^(---|\+\+\+|@@)/.test(line)
        ? 'head'
        : line.startsWith('+')
          ? 'added'
          : line.startsWith('-')
            ? 'removed'
            : null
      return kind === null ? escapeHtml(line) : `<span class="${kind}">${escapeHtml(line)}</span>`
    })
    return `<pre><code>${lines.join('\n')}\n</code></pre>\n`
  },
}

/** A whole page of Markdown that looks like a job summary on GitHub, in light and dark. Needs no network. */
export const renderPage = async (title: string, markdown: string): Promise<string> => {
  const css = await readFile(join(import.meta.dirname, 'page.css'), 'utf8')
  const body = await new Marked({ gfm: true }).use(markedAlert(), { renderer }).parse(markdown)
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
