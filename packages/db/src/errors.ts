import { ParleyError } from '@parley/contract'
import postgres from 'postgres'

const UNREACHABLE = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * SQLSTATE classes and codes that pass by themselves or with an operator's help: connection, resources, intervention and
 * time-outs, system; read-only transaction (a failover), lock not available, serialization failure, deadlock.
 */
const PASSING = /^(08|53|57|58|25006|25P03|55P03|40001|40P01)/
/** Data that the database refuses: a value out of range or form, or a violated check. */
const REFUSED = /^(22|23514)/

/** The SQLSTATE or the system's code; empty when there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** A file that is missing has the code of a missing socket. */
const isUnreachable = (error: unknown): boolean =>
  UNREACHABLE.has(codeOf(error)) && !(error instanceof Error && 'syscall' in error && error.syscall === 'open')

/** Whether the connection is gone with the error: it broke, or the server ended it. */
export function isLost(error: unknown): boolean {
  const cause = error instanceof ParleyError ? error.cause : error
  if (cause instanceof postgres.PostgresError) return ['FATAL', 'PANIC'].includes(cause.severity)
  return isUnreachable(cause)
}

/** Whether the database cannot be reached or used right now, which may pass. */
export const isAway = (error: unknown): boolean => {
  if (error instanceof ParleyError) return error.reason === 'UNAVAILABLE'
  return isUnreachable(error) || (error instanceof postgres.PostgresError && PASSING.test(error.code))
}

/**
 * The one place that turns the database's errors into the contract's: unreachable, overloaded and timed out become
 * UNAVAILABLE, refused values BAD_REQUEST. Any other error is given back as it is.
 */
export function toParleyError(error: unknown): unknown {
  if (error instanceof ParleyError) return error
  if (isAway(error)) {
    return unavailable('The database cannot be reached right now.', error)
  }
  if (error instanceof postgres.PostgresError && REFUSED.test(error.code)) {
    return new ParleyError('BAD_REQUEST', 'The input cannot be stored.', { cause: error })
  }
  return error
}

export const unavailable = (message: string, cause?: unknown) =>
  new ParleyError('UNAVAILABLE', message, { retryAfter: 1, cause })

/** Whether a statement failed on the named constraint. */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof postgres.PostgresError && error.constraint_name === constraint

/**
 * Whether a statement failed because a row with the same values in these columns is there already. Known by the columns:
 * a partition names its keys by itself.
 */
export const isDuplicate = (error: unknown, columns: readonly string[]): boolean =>
  error instanceof postgres.PostgresError &&
  error.code === '23505' &&
  error.detail?.includes(`(${columns.join(', ')})=`) === true

/** Whether the same statement may well succeed when it is sent again: a deadlock, or a row that went away under it. */
export function isRace(error: unknown): boolean {
  const cause = error instanceof ParleyError ? error.cause : error
  return ['23503', '40001', '40P01'].includes(codeOf(cause))
}
