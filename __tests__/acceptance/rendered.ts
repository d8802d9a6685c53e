import { Marked, type Token, type Tokens } from 'marked'

const marked = new Marked({ gfm: true })

/** What GitHub makes a mention, an issue or an address of in text that was rendered already. */
const LATER = [/(?<![\w/])@[a-z\d](?:[a-z\d-]*)/i, /(?<!\w)#\d+/, /\bGH-\d+/i, /https?:\/\//i, /\bwww\./i]

/**
 * Renders a summary as GitHub does and gives what text from outside could have made of it: links and images that lead
 * elsewhere, HTML other than ours, and what GitHub links in the text later.
 */
export function linksIn(summary: string, ours: string): string[] {
  const found: string[] = []
  const visit = (token: Token): void => {
    if (token.type === 'link' && !(token as Tokens.Link).href.startsWith(`${ours}/`)) found.push(`link ${token.raw}`)
    if (token.type === 'image') found.push(`image ${token.raw}`)
    if (token.type === 'html' && !/^\s*<\/?(details|summary|sub|code|wbr)>/.test(token.raw))
      found.push(`html ${token.raw}`)
    if (token.type === 'text' && !('tokens' in token && token.tokens)) {
      const text = decoded(token.raw)
      for (const pattern of LATER) if (pattern.test(text)) found.push(`text ${text}`)
    }
  }
  marked.walkTokens(marked.lexer(summary), visit)
  return found
}

const decoded = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
