import type { AppRouter } from '@parley/api'
import { errorReasons, type ErrorReason } from '@parley/contract'
import { TRPCClientError } from '@trpc/client'

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

const isReason = (value: unknown): value is ErrorReason => errorReasons.some((reason) => reason === value)

/** What to tell of anything a call threw. */
export function errorOf(error: unknown): CallError {
  if (error instanceof TRPCClientError) {
    const data: TRPCClientError<AppRouter>['data'] = error.data
    if (data && isReason(data.reason)) {
      const { reason, field, retryAfter, requestId } = data
      return { reason, message: error.message, field, retryAfter, requestId }
    }
  }
  return {
    reason: 'OFFLINE',
    message: 'The server cannot be reached.',
    field: null,
    retryAfter: null,
    requestId: null,
  }
}

/** Whether the same call may succeed by itself later. */
export const isTransient = ({ reason }: CallError): boolean => reason === 'OFFLINE' || reason === 'UNAVAILABLE'
