/** Milliseconds of the longest first pause, and of the longest one at all. */
const FIRST_MS = 100
const LONGEST_MS = 5_000

/**
 * Milliseconds to wait after the given failed attempt, counted from 1: exponential backoff with full jitter, so that
 * replicas that start together do not ask together. `random` is from 0 up to but not including 1.
 */
export function pauseAfter(attempt: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)))
}
