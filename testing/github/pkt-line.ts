/** Git's framing: four hexadecimal digits of length (their own four bytes included), then the data. `0000` is a flush. */
export type Packet = Buffer | 'flush'

export const encodePacket = (packet: Packet | string): Buffer => {
  if (packet === 'flush') return Buffer.from('0000')
  const data = Buffer.from(packet)
  return Buffer.concat([Buffer.from((data.length + 4).toString(16).padStart(4, '0')), data])
}

/** The packets at the beginning of a buffer: up to its end, or up to and with the first flush. `rest` is what follows. */
export const decodePackets = (buffer: Buffer, until: 'flush' | 'end'): { packets: Packet[]; rest: Buffer } => {
  const packets: Packet[] = []
  let at = 0
  while (at < buffer.length) {
    const length = Number.parseInt(buffer.toString('latin1', at, at + 4), 16)
    if (Number.isNaN(length) || at + length > buffer.length)
      throw new Error(`Not a packet line at byte ${at} of ${buffer.length}.`)
    packets.push(length === 0 ? 'flush' : buffer.subarray(at + 4, at + length))
    at += Math.max(length, 4)
    if (length === 0 && until === 'flush') break
  }
  return { packets, rest: buffer.subarray(at) }
}
