const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export type Interruption = {
  /** Aborted as soon as somebody ends the demo: by Ctrl-C, say. */
  stop: AbortSignal
  /** The one that is the custom for what ended it; undefined as long as nobody did. */
  exitCode(): number | undefined
}

/** Listens for the first signal that asks to end. A second one ends the process at once, as always. */
export const listenForInterruption = (): Interruption => {
  const controller = new AbortController()
  let exitCode: number | undefined
  const end = (code: number): void => {
    exitCode ??= code
    controller.abort()
  }
  for (const [signal, code] of Object.entries(EXIT_CODES)) process.once(signal, () => end(code))
  // Nobody reads any more: `npm run demo | head`.
  process.stdout.on('error', () => end(1))
  return { stop: controller.signal, exitCode: () => exitCode }
}
