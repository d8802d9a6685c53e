import { decodePackets, encodePacket, type Packet } from './pkt-line.ts'
import type { RefChange } from './push-events.ts'

/** The commands at the head of a request to git-receive-pack, and what the client can do. */
export const readCommands = (body: Buffer): { commands: RefChange[]; sideband: boolean } => {
  const { packets } = decodePackets(body, 'flush')
  const lines = packets.filter((packet): packet is Buffer => packet !== 'flush').map((packet) => packet.toString())
  const commands = lines
    .map((line) => /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line))
    .flatMap((found) =>
      found === null ? [] : [{ before: found[1] ?? '', after: found[2] ?? '', ref: found[3] ?? '' }],
    )
  // A shallow clone says first where it ends.
  return { commands, sideband: lines.some((line) => line.includes('\0') && line.includes('side-band-64k')) }
}

const rewrite = (
  report: readonly Packet[],
  reasons: ReadonlyMap<string, string>,
): { lines: Buffer[]; ok: string[] } => {
  const ok: string[] = []
  const lines = report.map((packet) => {
    const text = packet === 'flush' ? '' : packet.toString().trimEnd()
    if (text.startsWith('ok ')) ok.push(text.slice(3))
    const [, ref] = /^ng (\S+) hook declined$/.exec(text) ?? []
    const reason = ref === undefined ? undefined : reasons.get(ref)
    return encodePacket(reason === undefined ? packet : `ng ${ref} ${reason}\n`)
  })
  return { lines, ok }
}

const LARGEST_PACKET = 65_000

/**
 * Reads which refs the server has moved, and puts GitHub's reasons in the place of git's `hook declined`.
 * Throws when the answer holds no report, because then nobody knows what was moved.
 */
export const readReport = (
  answer: Buffer,
  sideband: boolean,
  reasons: ReadonlyMap<string, string>,
): { body: Buffer; moved: string[] } => {
  const outer = decodePackets(answer, 'end').packets
  if (!sideband) {
    const { lines, ok } = rewrite(outer, reasons)
    if (lines.length === 0) throw new Error('The answer of git-receive-pack holds no report.')
    return { body: Buffer.concat(lines), moved: ok }
  }
  const isReport = (packet: Packet): packet is Buffer => packet !== 'flush' && packet[0] === 1
  const report = Buffer.concat(outer.filter(isReport).map((packet) => packet.subarray(1)))
  if (report.length === 0) throw new Error('The answer of git-receive-pack holds no report.')
  const { lines, ok } = rewrite(decodePackets(report, 'end').packets, reasons)
  const rewritten = Buffer.concat(lines)
  const framed: Buffer[] = outer.filter((packet) => packet !== 'flush' && !isReport(packet)).map(encodePacket)
  for (let at = 0; at < rewritten.length; at += LARGEST_PACKET)
    framed.push(encodePacket(Buffer.concat([Buffer.from([1]), rewritten.subarray(at, at + LARGEST_PACKET)])))
  return { body: Buffer.concat([...framed, encodePacket('flush')]), moved: ok }
}
