const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Resolves with the exit code that is the custom for it when somebody ends the demo: by Ctrl-C, say. */
export const interruption = (): Promise<number> =>
  new Promise((resolve) => {
    for (const [signal, exitCode] of Object.entries(EXIT_CODES)) process.on(signal, () => resolve(exitCode))
  })
