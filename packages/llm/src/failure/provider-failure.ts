import { ParleyError, type MessageError } from '@parley/contract'

import { gatherFacts, type Facts } from './facts.ts'
import { redact } from './redact.ts'
import { rules } from './rules.ts'

export interface ProviderFailure extends MessageError {
  /** Seconds after which the provider asks to be tried again, to the millisecond. */
  retryAfter?: number
}

/**
 * What a person should know about an error of a provider or of the way to it, and whether sending the same request
 * again makes sense. Takes whatever was thrown or came as a stream's error part. Never holds a key, a header or more
 * than 200 characters of what the provider said; says nothing of an error it does not know.
 */
export function providerFailure(error: unknown): ProviderFailure {
  if (error instanceof ParleyError) return { message: error.message, retryable: false }
  const facts = gatherFacts(error)
  const rule = rules.find(({ when }) => when(facts))
  if (!rule) return { message: unknownCause(facts), retryable: false }
  const { retryable } = rule
  const retryAfter = retryable ? retryAfterOf(facts) : null
  if (retryAfter !== null)
    return { message: `${rule.message} Try again in ${inWords(retryAfter)}.`, retryable, retryAfter }
  return { message: rule.passing ? `${rule.message} Try again in a while.` : rule.message, retryable }
}

function unknownCause(facts: Facts): string {
  if (facts.status === null) return 'The model failed for a reason that is not known.'
  const detail = redact(facts.message)
  const refusal = `The provider refused the request (${facts.status})`
  return detail === '' ? `${refusal}.` : `${refusal}: ${detail}`
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), or OpenAI's `retry-after-ms`. At most a day. */
function retryAfterOf({ headers }: Facts): number | null {
  const now = timeOf(headers['date']) ?? Date.now()
  const wait = secondsOf(headers['retry-after-ms'], 1000, now) ?? secondsOf(headers['retry-after'], 1, now)
  return wait === null ? null : Math.min(Math.max(wait, 0), day)
}

/** A date is measured from the time that the provider's own clock showed. */
function secondsOf(header: unknown, unitsPerSecond: number, now: number): number | null {
  if (typeof header !== 'string' || header.trim() === '') return null
  const value = Number(header)
  const date = timeOf(header)
  if (!Number.isNaN(value)) return Number.isFinite(value) ? value / unitsPerSecond : null
  return date === null ? null : (date - now) / 1000
}

function timeOf(date: unknown): number | null {
  const time = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(time) ? null : time
}

/** A time to wait, rounded up to what a person would say: `1 second`, `2 minutes`, `3 hours`. */
function inWords(seconds: number): string {
  const [size, unit] = seconds < 2 * minute ? [1, 'second'] : seconds < 2 * hour ? [minute, 'minute'] : [hour, 'hour']
  const count = Math.max(Math.ceil(seconds / size), 1)
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}
