import { failureOf } from './answer-error.ts'
import { backoff } from './retry.ts'

/** Requests that one answer may cost, the first one included. */
const TRIES = 4

/** The longest wait that a provider may ask for, in seconds; for more the person is told instead. */
const LONGEST_WAIT = 30

const BACKOFF = { first: 500, most: 10_000 }

/**
 * The one rule for asking a provider again: the milliseconds to wait after this many failures, or null when asking
 * again makes no sense. Only for an answer of which nothing was handed on. A provider that says how long to wait is
 * waited for exactly as long.
 */
export function waitBeforeAskingAgain(error: unknown, failures: number): number | null {
  if (failures >= TRIES) return null
  const { retryable, retryAfter = 0 } = failureOf(error)
  if (!retryable || retryAfter > LONGEST_WAIT) return null
  return retryAfter > 0 ? retryAfter * 1_000 : backoff(failures, BACKOFF)
}
