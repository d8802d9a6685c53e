export const CANCELLED = Symbol('cancelled')

/** What the work comes to, or `CANCELLED` as soon as the run is cancelled: the work then goes on unheard. */
export async function untilCancelled<T>(cancelled: AbortSignal, work: Promise<T>): Promise<T | typeof CANCELLED> {
  let stop = (): void => undefined
  const stopped = new Promise<typeof CANCELLED>((resolve) => {
    stop = () => resolve(CANCELLED)
    if (cancelled.aborted) stop()
    else cancelled.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([stopped, work])
  } finally {
    cancelled.removeEventListener('abort', stop)
  }
}
