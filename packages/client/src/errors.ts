import type { AppRouter } from '@parley/api'
import { errorReasons, ParleyError, type ErrorReason } from '@parley/contract'
import { isTRPCClientError } from '@trpc/client'

/** Why a call did not succeed. `OFFLINE`: no answer came, so nothing is known of what the server did. */
export interface CallError {
  reason: ErrorReason | 'OFFLINE'
  /** Written for the person who reads it. */
  message: string
  /** The input field at fault. */
  field: string | null
  /** Seconds after which another try makes sense. */
  retryAfter: number | null
  /** Finds the request in the server's log. */
  requestId: string | null
}

/** No answer came to a call. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'
}

/** What to tell of anything a call threw. */
export function errorOf(error: unknown): CallError {
  if (error instanceof ParleyError) {
    return callError(error.reason, error.message, { field: error.field ?? null, retryAfter: error.retryAfter ?? null })
  }
  if (error instanceof OfflineError) return callError('OFFLINE', 'The server cannot be reached.')
  if (!isTRPCClientError<AppRouter>(error)) return callError('INTERNAL', 'Something went wrong.')
  if (error.cause instanceof ParleyError || error.cause instanceof OfflineError) return errorOf(error.cause)
  if (error.data && isReason(error.data.reason)) {
    const { reason, field, retryAfter, requestId } = error.data
    return { reason, message: error.message, field, retryAfter, requestId }
  }
  return error.meta?.['response'] === undefined
    ? callError('OFFLINE', 'The server cannot be reached.')
    : callError('INTERNAL', 'What answers at this address is not a Parley server.')
}

const callError = (reason: CallError['reason'], message: string, details: Partial<CallError> = {}): CallError => ({
  reason,
  message,
  field: null,
  retryAfter: null,
  requestId: null,
  ...details,
})

const isReason = (value: unknown): value is ErrorReason => errorReasons.some((reason) => reason === value)
