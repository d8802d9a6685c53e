import { lstat, readdir, readlink } from 'node:fs/promises'
import { isAbsolute, sep } from 'node:path'

export type EscapingLink = { link: string; target: string }

/** Linux gives up after this many links, so a longer chain leads nowhere. */
const MOST_LINKS = 40

/**
 * Finds the symbolic links below `root` that lead out of it: absolute ones, and those whose way, through other links
 * too, goes above the root. Links that lead nowhere are fine. Names are handled as bytes (latin1), so that a name
 * that is not UTF-8 hides nothing.
 */
export const escapingLinks = async (root: string): Promise<EscapingLink[]> => {
  const base = Buffer.from(root).toString('latin1')
  const found: EscapingLink[] = []
  for (const link of await linksBelow(base, [])) {
    if (await leaves(base, link)) {
      const path = link.join('/')
      found.push({ link: utf8(path), target: utf8(await targetOf(base, path)) })
    }
  }
  return found
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf8 = (text: string): string => bytes(text).toString()
const targetOf = async (base: string, path: string): Promise<string> =>
  (await readlink(bytes(`${base}/${path}`), { encoding: 'buffer' })).toString('latin1')

const linksBelow = async (base: string, parts: readonly string[]): Promise<string[][]> => {
  const entries = await readdir(bytes([base, ...parts].join('/')), { withFileTypes: true, encoding: 'buffer' })
  const below: string[][] = []
  for (const entry of entries) {
    const path = [...parts, entry.name.toString('latin1')]
    if (entry.isSymbolicLink()) below.push(path)
    else if (entry.isDirectory()) below.push(...(await linksBelow(base, path)))
  }
  return below
}

/** Walks the way that the kernel would take, part by part. */
const leaves = async (base: string, link: readonly string[]): Promise<boolean> => {
  const ahead = [...link]
  const at: string[] = []
  let followed = 0
  while (ahead.length > 0) {
    const part = ahead.shift() as string
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (at.pop() === undefined) return true
      continue
    }
    at.push(part)
    if (!(await isLink(base, at))) continue
    followed += 1
    if (followed > MOST_LINKS) return false
    const target = await targetOf(base, at.join('/'))
    if (isAbsolute(bytes(target).toString())) return true
    at.pop()
    ahead.unshift(...target.split(sep === '\\' ? /[/\\]/ : '/'))
  }
  return false
}

const isLink = async (base: string, parts: readonly string[]): Promise<boolean> => {
  try {
    return (await lstat(bytes([base, ...parts].join('/')))).isSymbolicLink()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw error
  }
}
