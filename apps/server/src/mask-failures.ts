import { ParleyError } from '@parley/contract'
import type { Logger } from '@parley/db'
import type { ErrorRequestHandler } from 'express'

/** Answers what failed outside of a procedure: the client learns the status, the log the rest. */
export const maskFailures =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = statusOf(error)
    if (status >= 500) logger.error({ err: error }, 'request failed')
    if (status === 503) response.set('retry-after', '1')
    const message = status >= 500 ? 'Something went wrong on the server.' : 'The request is not valid.'
    response.status(status).json({ message })
  }

/** 400 for a path that cannot be decoded, what Express says of other bad requests, 503 for an outage, else 500. */
function statusOf(error: unknown): number {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof ParleyError && cause.reason === 'UNAVAILABLE') return 503
  if (error instanceof URIError) return 400
  const status = error instanceof Error && 'status' in error ? error.status : 500
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
