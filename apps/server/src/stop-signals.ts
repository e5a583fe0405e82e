/**
 * npm passes a Ctrl-C on to a server that the terminal has told already; what comes within this time, in milliseconds,
 * is the same press.
 */
const ECHO_MS = 1_000

/** Calls `stop` at the first SIGINT or SIGTERM. Somebody who asks again has no patience: the process ends at once. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): void {
  let askedAt: number | null = null
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedAt === null) {
      askedAt = performance.now()
      stop(signal)
    } else if (performance.now() - askedAt > ECHO_MS) process.exit(1)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
