import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { pages, ROOT, readText } from './snippets.ts'

/** Links of a page, outside of code, without those to other sites. */
const linksOf = (page: string): string[] => {
  const prose = readText(page)
    .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
    .replaceAll(/(`+)(?!`).*?[^`]\1(?!`)(?![^[\]]*\]\()/g, 'code')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to ?? '').filter((to) => !/^https?:/.test(to))
}

/** The anchor that GitHub gives a title. */
const anchorOf = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (page: string): string[] =>
  [
    ...readText(page)
      .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
      .matchAll(/^#{1,6} (.+)$/gm),
  ].map(([, title]) => anchorOf(title ?? ''))

const targetOf = (page: string, to: string): { path: string; anchor: string | undefined } => {
  const [path = '', anchor] = to.split('#')
  return { path: path === '' ? page : posix.join(posix.dirname(page), path), anchor }
}

const brokenIn = (page: string, links: readonly string[]): string[] =>
  links.filter((to) => {
    const { path, anchor } = targetOf(page, to)
    return !existsSync(join(ROOT, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor))
  })

it.each(pages())('%s has no broken link', (page) => expect(brokenIn(page, linksOf(page))).toStrictEqual([]))

it('leaves no page without a way to it from the README', () => {
  const reached = new Set<string>()
  const visit = (page: string): void => {
    if (reached.has(page) || !page.endsWith('.md')) return
    reached.add(page)
    for (const to of linksOf(page)) visit(targetOf(page, to).path)
  }
  visit('README.md')
  expect(pages().filter((page) => !reached.has(page))).toStrictEqual([])
})

it('leaves no page out of the index', () => {
  const listed = new Set(linksOf('docs/README.md').map((to) => targetOf('docs/README.md', to).path))
  expect(pages().filter((page) => page.startsWith('docs/') && page !== 'docs/README.md' && !listed.has(page))).toEqual(
    [],
  )
})

describe('a broken link', () => {
  it.each(['nowhere.md', '#no-such-title', 'docs/README.md#no-such-title'])('%s is noticed', (to) => {
    expect(brokenIn('README.md', [to])).toStrictEqual([to])
  })
  it('is told from one that holds', () => {
    expect(brokenIn('README.md', ['docs/README.md', '#quick-start', 'docs/README.md#recipes'])).toStrictEqual([])
  })
  it('is looked for where there are links', () => expect(linksOf('docs/README.md').length).toBeGreaterThan(20))
})
