import { errorOf } from './errors.ts'

/** Milliseconds for one try of a call. A network that vanished gives no other sign. */
const TRY_MS = 15_000

/** Milliseconds before try `attempt` (from 0): doubling to 4 s, with jitter. */
export const retryDelay = (attempt: number): number => Math.min(4_000, 125 * 2 ** attempt) * (0.5 + Math.random() / 2)

/**
 * Calls until the server has answered, whatever became of the tries before; for calls that are safe to repeat. Throws
 * what the server refused. Null when the signal ended it.
 */
export async function untilAnswered<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result | null> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await call(AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]))
    } catch (error) {
      if (!signal.aborted) await pauseAfter(error, attempt, signal)
    }
  }
  return null
}

const PASSING: ReadonlySet<string> = new Set(['OFFLINE', 'UNAVAILABLE', 'TOO_MANY_REQUESTS'])

/** Waits for the time of another try. Throws the error when another try would not help. */
export async function pauseAfter(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
  const { reason, retryAfter } = errorOf(error)
  if (!PASSING.has(reason)) throw error
  await pause(retryAfter === null ? retryDelay(attempt) : retryAfter * 1_000, signal)
}

/** Resolves after a time in milliseconds, or when the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  const timer = setTimeout(end, milliseconds)
  signal.addEventListener('abort', end, { once: true })
  await promise
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
}
