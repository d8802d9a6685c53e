import type { ObjectType } from './object-reader.ts'

/** `seconds` since the epoch, `offset` as git writes it: `+0200`. */
export type Person = { name: string; email: string; seconds: number; offset: string }
export type Commit = { tree: string; parents: string[]; author: Person; committer: Person; message: string }
export type Tag = { object: string; type: ObjectType; name: string; tagger: Person | null; message: string }
export type TreeEntry = { mode: string; name: string; oid: string; type: ObjectType | 'commit' }

const splitObject = (body: Buffer): { headers: [string, string][]; message: string } => {
  const text = body.toString()
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const headers = head
    .split('\n')
    // A continuation line (signatures) begins with a space.
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
  return { headers, message: end < 0 ? '' : text.slice(end + 2) }
}

const parsePerson = (line: string): Person => {
  const [, name, email, seconds, offset] = /^(.*?) ?<([^>]*)> (\d+) ([+-]\d{4})$/.exec(line) ?? []
  if (name === undefined || email === undefined || offset === undefined) throw new Error(`Not a git identity: ${line}`)
  return { name, email, seconds: Number(seconds), offset }
}

const headerOf = (headers: readonly [string, string][], key: string): string => {
  const found = headers.find(([name]) => name === key)
  if (found === undefined) throw new Error(`The object has no header "${key}".`)
  return found[1]
}

export const parseCommit = (body: Buffer): Commit => {
  const { headers, message } = splitObject(body)
  return {
    tree: headerOf(headers, 'tree'),
    parents: headers.filter(([name]) => name === 'parent').map(([, value]) => value),
    author: parsePerson(headerOf(headers, 'author')),
    committer: parsePerson(headerOf(headers, 'committer')),
    message: message.replace(/\n+$/, ''),
  }
}

export const parseTag = (body: Buffer): Tag => {
  const { headers, message } = splitObject(body)
  const tagger = headers.find(([name]) => name === 'tagger')
  return {
    object: headerOf(headers, 'object'),
    type: headerOf(headers, 'type') as ObjectType,
    name: headerOf(headers, 'tag'),
    tagger: tagger === undefined ? null : parsePerson(tagger[1]),
    message,
  }
}

const TYPE_OF_MODE: Record<string, TreeEntry['type']> = { '40000': 'tree', '160000': 'commit' }

export const parseTree = (body: Buffer): TreeEntry[] => {
  const entries: TreeEntry[] = []
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at)
    const zero = body.indexOf(0, space)
    const mode = body.toString('latin1', at, space)
    const oid = body.toString('hex', zero + 1, zero + 21)
    entries.push({ mode, name: body.toString('utf8', space + 1, zero), oid, type: TYPE_OF_MODE[mode] ?? 'blob' })
    at = zero + 21
  }
  return entries
}

/** `2026-11-20T09:00:00Z` */
export const utcTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** The moment in the writer's own zone, as GraphQL's `GitTimestamp` gives it: `2026-11-20T11:00:00+02:00`. */
export const zonedTime = ({ seconds, offset }: Person): string => {
  if (offset === '+0000') return utcTime(seconds)
  const sign = offset.startsWith('-') ? -1 : 1
  const shift = sign * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(3)) * 60)
  return utcTime(seconds + shift).replace('Z', `${offset.slice(0, 3)}:${offset.slice(3)}`)
}
