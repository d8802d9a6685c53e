/**
 * Reads a body as UTF-8.
 *
 * @returns null when it is longer than `maxBytes`; no more than that is read
 * @throws what the stream throws, and the reason of the signal when it is aborted
 */
export const readBounded = async (
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> => {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return new TextDecoder().decode(Buffer.concat(chunks))
      length += value.length
      if (length > maxBytes) {
        await reader.cancel()
        return null
      }
      chunks.push(value)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
