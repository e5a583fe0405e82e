import { ParleyError, type ErrorReason } from '@parley/contract'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from '@trpc/server/rpc'
import { ZodError } from 'zod'

import type { Context } from './context.ts'

type Code = TRPCError['code']

const codeOfReason = {
  BAD_REQUEST: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  NO_MODEL: 'PRECONDITION_FAILED',
  GENERATION_RUNNING: 'PRECONDITION_FAILED',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorReason, Code>

/** What tRPC itself refuses; its words are not shown, ours are. */
const ownRefusals: Partial<Record<Code, { reason: ErrorReason; message: string }>> = {
  PARSE_ERROR: { reason: 'BAD_REQUEST', message: 'The request is not valid JSON.' },
  BAD_REQUEST: { reason: 'BAD_REQUEST', message: 'The request is not valid.' },
  NOT_FOUND: { reason: 'NOT_FOUND', message: 'There is no such procedure.' },
  METHOD_NOT_SUPPORTED: { reason: 'BAD_REQUEST', message: 'The procedure does not take this HTTP method.' },
  UNSUPPORTED_MEDIA_TYPE: { reason: 'BAD_REQUEST', message: 'The content type must be application/json.' },
  PAYLOAD_TOO_LARGE: { reason: 'BAD_REQUEST', message: 'The request is too large.' },
}

export function toTRPCError(error: ParleyError): TRPCError {
  return new TRPCError({ code: codeOfReason[error.reason], message: error.message, cause: error })
}

/** The refusal that a person may see, or null for what only the log may. */
function refusalOf(error: TRPCError): ParleyError | null {
  if (error.cause instanceof ParleyError) return error.cause
  if (error.cause instanceof ZodError) {
    const issue = error.cause.issues[0]
    return new ParleyError('BAD_REQUEST', issue?.message ?? 'The request is not valid.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  const own = ownRefusals[error.code]
  return own === undefined ? null : new ParleyError(own.reason, own.message)
}

/** Whether the error is a fault of ours, to be logged as one. */
export const isFault = (error: TRPCError): boolean => refusalOf(error) === null

/**
 * The shape every client sees. Subscriptions report their errors here alone, so the mapping and the masking are done
 * here and nothing of the default shape (message, stack) is taken over.
 */
export function formatError({ error, ctx }: { error: TRPCError; ctx: Context | undefined }) {
  const requestId = ctx?.requestId ?? null
  const refusal = refusalOf(error)
  const reason: ErrorReason = refusal?.reason ?? 'INTERNAL'
  const code: Code = refusal === null ? 'INTERNAL_SERVER_ERROR' : codeFor(error, refusal)
  return {
    message: refusal?.message ?? 'Something went wrong on the server. The request id finds it in the log.',
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: {
      code,
      httpStatus: getHTTPStatusCodeFromError(new TRPCError({ code })),
      reason,
      field: refusal?.field ?? null,
      retryAfter: refusal?.retryAfter ?? null,
      requestId,
    },
  } satisfies TRPCErrorShape
}

const codeFor = (error: TRPCError, refusal: ParleyError): Code =>
  error.cause instanceof ParleyError ? codeOfReason[refusal.reason] : error.code
