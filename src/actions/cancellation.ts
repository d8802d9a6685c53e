/**
 * The runner cancels a step by SIGINT to this process, SIGTERM 7.5 seconds later, and kills it after another 2.5. On
 * Windows those are Ctrl+C and Ctrl+Break, which Node calls SIGBREAK (actions/runner, ProcessInvoker). The first signal is
 * what counts; without a listener the second would end the process in the middle of a request.
 */
export function cancellation(): { cancelled: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const
  for (const signal of signals) process.on(signal, cancel)
  return {
    cancelled: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, cancel)
    },
  }
}
