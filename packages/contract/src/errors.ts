/**
 * Why a call was refused; `data.reason` on the wire.
 *
 * - `BAD_REQUEST` the input is not valid; `field` names where.
 * - `UNAUTHORIZED` no session, or one that has ended.
 * - `NOT_FOUND` missing, or not yours: the two are never told apart.
 * - `CONFLICT` the id was used before with other content.
 * - `NO_MODEL` the model is not configured here. (PRECONDITION_FAILED)
 * - `GENERATION_RUNNING` the answer is still being written. (PRECONDITION_FAILED)
 * - `TOO_MANY_REQUESTS` try again after `retryAfter` seconds.
 * - `UNAVAILABLE` the database cannot be reached; nothing was changed; try again after `retryAfter` seconds.
 * - `INTERNAL` anything else; masked, with the request id.
 */
export const errorReasons = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'NOT_FOUND',
  'CONFLICT',
  'NO_MODEL',
  'GENERATION_RUNNING',
  'TOO_MANY_REQUESTS',
  'UNAVAILABLE',
  'INTERNAL',
] as const
export type ErrorReason = (typeof errorReasons)[number]

export interface ErrorDetails {
  /** The input field at fault. */
  field?: string
  /** Seconds after which another try makes sense. */
  retryAfter?: number
  cause?: unknown
}

/** The one error that code of Parley throws on purpose. Its message is written for the person who sees it. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError'
  readonly reason: ErrorReason
  readonly field: string | undefined
  readonly retryAfter: number | undefined

  constructor(reason: ErrorReason, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.reason = reason
    this.field = details.field
    this.retryAfter = details.retryAfter
  }
}

/** Missing or not yours: one message for both, so that an answer tells nothing about other people's rows. */
export const notFound = (noun: string) => new ParleyError('NOT_FOUND', `There is no such ${noun}.`)
