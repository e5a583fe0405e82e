import type { AppRouter } from '@parley/api'
import { errorReasons, ParleyError, type ErrorReason } from '@parley/contract'
import { isTRPCClientError, type TRPCClientError } from '@trpc/client'

import { NotParleyError, OfflineError } from './fetch-json.ts'

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

/** What to tell of anything a call threw. */
export function errorOf(error: unknown): CallError {
  if (error instanceof ParleyError) {
    return callError(error.reason, error.message, { field: error.field ?? null, retryAfter: error.retryAfter ?? null })
  }
  if (error instanceof OfflineError) return callError('OFFLINE', 'The server cannot be reached.')
  if (error instanceof NotParleyError) return callError('INTERNAL', error.message)
  if (isTRPCClientError<AppRouter>(error)) return errorOfCall(error)
  return callError('INTERNAL', 'Something went wrong.')
}

function errorOfCall({ cause, data, message, meta }: TRPCClientError<AppRouter>): CallError {
  if (data && isReason(data.reason)) {
    const { reason, field, retryAfter, requestId } = data
    return { reason, message, field, retryAfter, requestId }
  }
  if (cause instanceof ParleyError || cause instanceof NotParleyError) return errorOf(cause)
  return errorOf(meta?.['response'] === undefined ? new OfflineError() : new NotParleyError())
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
