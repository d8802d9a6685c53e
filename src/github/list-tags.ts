import { setTimeout as sleep } from 'node:timers/promises'
import type { ListedTag } from '../flows/scope/scope-ports.ts'
import { messageOf } from '../message-of.ts'
import type { RepositoryAddress } from './client.ts'
import { pktLine } from './pkt-line.ts'
import { pktLineReader } from './pkt-line-reader.ts'
import { basicAuth } from './receive-pack.ts'
import { isPassing } from './request-error.ts'

export type ListOptions = {
  fetch: typeof globalThis.fetch
  address: RepositoryAddress
  token: string
  /** Milliseconds before a second and third try; a second unless told. */
  pause?: number
}

/** Milliseconds for the whole list: fifty thousand tags are some ten megabytes. */
const TIMEOUT = 60_000
const TRIES = 3
/** Room for more than half a million tags. */
const MOST_BYTES = 128 * 1024 * 1024
const ANSWER = 'application/x-git-upload-pack-result'

/**
 * Lists all tags under prefixes with one POST of git's protocol version 2 (gitprotocol-v2, "ls-refs"): no list of
 * everything else comes first, pages of a hundred are not needed, and it does not count against the limits of the API.
 * Tried three times when git does not answer, or answers that it cannot at the moment.
 *
 * @param prefixes first parts of tag names, such as `components`
 * @param wanted which of them are kept; all unless told
 * @throws when git refuses the token, answers something else, or not to the end
 */
export async function listTags(
  options: ListOptions,
  prefixes: readonly string[],
  wanted: (ref: string) => boolean = () => true,
): Promise<ListedTag[]> {
  for (let attempt = 1; ; attempt++) {
    const listed = await ask(options, prefixes, wanted)
    if (listed.kind === 'listed') return listed.tags
    const { owner, name } = options.address
    if (attempt === TRIES || !listed.passing)
      throw new Error(`The tags of ${owner}/${name} could not be listed: ${listed.detail}`)
    await sleep((options.pause ?? 1_000) * attempt)
  }
}

type Listed = { kind: 'listed'; tags: ListedTag[] } | { kind: 'failed'; passing: boolean; detail: string }

async function ask(
  { fetch, address, token }: ListOptions,
  prefixes: readonly string[],
  wanted: (ref: string) => boolean,
): Promise<Listed> {
  try {
    const response = await fetch(`${address.serverUrl}/${address.owner}/${address.name}.git/git-upload-pack`, {
      method: 'POST',
      headers: {
        authorization: basicAuth(token),
        'git-protocol': 'version=2',
        'content-type': 'application/x-git-upload-pack-request',
        accept: ANSWER,
      },
      body: question(prefixes),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    const { status } = response
    const type = response.headers.get('content-type') ?? 'nothing'
    if (response.ok && type.startsWith(ANSWER) && response.body) return await readTags(response.body, wanted)
    await response.body?.cancel()
    if (response.ok) return failed(`expected git's answer (${ANSWER}), got ${type}`)
    return { kind: 'failed', passing: isPassing(status), detail: explain(status) }
  } catch (error) {
    return { kind: 'failed', passing: true, detail: `git did not answer: ${messageOf(error)}` }
  }
}

const question = (prefixes: readonly string[]): Buffer =>
  Buffer.concat([
    ...['command=ls-refs\n', 'agent=tagback\n', 'object-format=sha1\n'].map(pktLine),
    Buffer.from('0001'),
    ...['peel\n', ...prefixes.map((prefix) => `ref-prefix refs/tags/${prefix}/\n`)].map(pktLine),
    Buffer.from('0000'),
  ])

const explain = (status: number): string => {
  if (status === 401) return 'git answered 401: the token is not valid, or not any more'
  if (status === 403 || status === 404)
    return `git answered ${status}: give the job contents: read or write, and a token of this very repository`
  return `git answered ${status}`
}

const failed = (detail: string): Listed => ({ kind: 'failed', passing: false, detail })

async function readTags(body: ReadableStream<Uint8Array>, wanted: (ref: string) => boolean): Promise<Listed> {
  const lines = pktLineReader()
  const tags: ListedTag[] = []
  let listed = 0
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > MOST_BYTES) return failed(`the list is longer than ${MOST_BYTES / 1024 / 1024} MiB`)
    let complete: string[]
    try {
      complete = lines.feed(piece)
    } catch (error) {
      return failed(`git's answer cannot be read: ${messageOf(error)}`)
    }
    for (const line of complete) {
      if (line.startsWith('ERR ')) return failed(`git answered: ${line.slice(4, 200)}`)
      const tag = readTag(line)
      if (!tag) return failed(`git's answer cannot be read: expected a tag, got ${JSON.stringify(line.slice(0, 100))}`)
      listed += 1
      if (wanted(tag.ref)) tags.push(tag)
    }
  }
  if (lines.isComplete()) return { kind: 'listed', tags }
  return { kind: 'failed', passing: true, detail: `git's answer broke off after ${listed} tags` }
}

/** `OBJECT REF`, and for a tag object ` peeled:OBJECT` behind it. */
function readTag(line: string): ListedTag | null {
  const [, object, ref, peeled] = /^([0-9a-f]{40}) (refs\/tags\/[^ ]+)(?: peeled:([0-9a-f]{40}))?$/.exec(line) ?? []
  return object && ref ? { ref, object, peeled: peeled ?? object } : null
}
