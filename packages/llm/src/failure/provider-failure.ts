import { ParleyError, type MessageError } from '@parley/contract'

import { gatherFacts, type Facts } from './facts.ts'
import { redact } from './redact.ts'
import { rules } from './rules.ts'

export interface ProviderFailure extends MessageError {
  /** Seconds after which the provider asks to be tried again. */
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
  const retryAfter = rule.retryable ? retryAfterOf(facts) : null
  const { message, retryable } = rule
  return retryAfter === null ? { message, retryable } : { message, retryable, retryAfter }
}

function unknownCause(facts: Facts): string {
  if (facts.status === null) return 'The model failed for a reason that is not known.'
  const detail = redact(facts.message)
  const refusal = `The provider refused the request (${facts.status})`
  return detail === '' ? `${refusal}.` : `${refusal}: ${detail}`
}

const day = 24 * 60 * 60

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), or OpenAI's `retry-after-ms`. At most a day. */
function retryAfterOf({ headers }: Facts): number | null {
  const wait = secondsOf(headers['retry-after-ms'], 1000) ?? secondsOf(headers['retry-after'], 1)
  return wait === null ? null : Math.min(Math.max(Math.ceil(wait), 0), day)
}

function secondsOf(header: unknown, unitsPerSecond: number): number | null {
  if (typeof header !== 'string' || header.trim() === '') return null
  const value = Number(header)
  const seconds = Number.isNaN(value) ? (Date.parse(header) - Date.now()) / 1000 : value / unitsPerSecond
  return Number.isFinite(seconds) ? seconds : null
}
