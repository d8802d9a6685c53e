import { createHash } from 'node:crypto'
import type { RefMove } from '../flows/ports.ts'
import type { RepositoryAddress } from './client.ts'
import { pktLine } from './pkt-line.ts'
import { isPassing } from './request-error.ts'

export type ReceivePackResult = { kind: 'moved' } | { kind: 'refused'; detail: string }

/** A pack without objects: `PACK`, version 2, zero objects, then the checksum. What the refs get exists already. */
const EMPTY_PACK = (() => {
  const header = Buffer.from('5041434b0000000200000000', 'hex')
  return Buffer.concat([header, createHash('sha1').update(header).digest()])
})()

/**
 * Moves refs by one POST to git's receive-pack, all or none, each from its expected value (git's pack protocol,
 * "reference update request"). Needs neither a clone nor git, and does not download the list of refs first.
 *
 * @throws when there is no answer, or one that refuses nothing, so that it is unknown whether the refs moved.
 */
export async function moveByReceivePack(
  fetch: typeof globalThis.fetch,
  address: RepositoryAddress,
  token: string,
  moves: readonly RefMove[],
  signal: AbortSignal,
): Promise<ReceivePackResult> {
  const commands = moves.map(({ expected, to, ref }, index) => {
    const capabilities = index === 0 ? '\0 report-status atomic object-format=sha1 agent=tagback' : ''
    return pktLine(`${expected} ${to} ${ref}${capabilities}`)
  })
  const response = await fetch(`${address.serverUrl}/${address.owner}/${address.name}.git/git-receive-pack`, {
    method: 'POST',
    headers: {
      authorization: basicAuth(token),
      'content-type': 'application/x-git-receive-pack-request',
      accept: 'application/x-git-receive-pack-result',
    },
    body: Buffer.concat([...commands, Buffer.from('0000'), EMPTY_PACK]),
    redirect: 'error',
    signal,
  })
  const body = Buffer.from(await response.arrayBuffer())
  if (!response.ok) {
    const detail = `git answered HTTP ${response.status}: ${firstLine(body.toString())}`
    if (isPassing(response.status)) throw new Error(detail)
    return { kind: 'refused', detail }
  }
  return readReport(pktLines(body), moves)
}

export const basicAuth = (token: string): string => `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`

/** HTTP 200 says nothing: every ref has a line of its own, `ok REF` or `ng REF REASON`. */
function readReport(lines: readonly string[], moves: readonly RefMove[]): ReceivePackResult {
  const failure = lines.find((line) => line.startsWith('ng ') || (line.startsWith('unpack ') && line !== 'unpack ok'))
  if (failure !== undefined) return { kind: 'refused', detail: failure }
  const missing = moves.find(({ ref }) => !lines.includes(`ok ${ref}`))
  return missing ? { kind: 'refused', detail: `git did not report on ${missing.ref}` } : { kind: 'moved' }
}

function pktLines(body: Buffer): string[] {
  const lines: string[] = []
  for (let offset = 0; offset + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', offset, offset + 4), 16)
    if (Number.isNaN(length)) break
    if (length > 4) lines.push(body.toString('utf8', offset + 4, offset + length).trimEnd())
    offset += Math.max(length, 4)
  }
  return lines
}

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, 200) ?? ''
