export type PktLineReader = {
  /**
   * The lines that this piece of the answer completes, without their line feeds.
   *
   * @throws when it is not git's wire protocol
   */
  feed(piece: Uint8Array): string[]
  /** Whether git has said that the answer is complete: a flush packet, and nothing behind it. */
  isComplete(): boolean
}

/** Packets below four bytes hold no text: 0 ends the answer, 1 separates parts of it, 2 ends a response. */
const SHORTEST = 4

/** Takes an answer apart that comes in pieces; a line may be spread over several of them. */
export function pktLineReader(): PktLineReader {
  let rest: Buffer = Buffer.alloc(0)
  let flushed = false
  return {
    feed: (piece) => {
      const bytes = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece])
      const lines: string[] = []
      let offset = 0
      while (offset + SHORTEST <= bytes.length) {
        const length = lengthAt(bytes, offset)
        if (offset + length > bytes.length) break
        if (length >= SHORTEST) lines.push(bytes.toString('utf8', offset + SHORTEST, offset + length).trimEnd())
        flushed = length === 0
        offset += Math.max(length, SHORTEST)
      }
      rest = bytes.subarray(offset)
      return lines
    },
    isComplete: () => flushed && rest.length === 0,
  }
}

function lengthAt(bytes: Buffer, offset: number): number {
  const digits = bytes.toString('latin1', offset, offset + SHORTEST)
  if (!/^[0-9a-f]{4}$/i.test(digits)) {
    throw new Error(`expected the length of a line as four hexadecimal digits, got ${JSON.stringify(digits)}`)
  }
  const length = Number.parseInt(digits, 16)
  if (length === 3) throw new Error('expected the length of a line, got 0003, which git does not use')
  return length
}
