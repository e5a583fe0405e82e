import { isFault, type Context } from '@parley/api'
import type { Logger } from '@parley/db'
import type { TRPCError } from '@trpc/server'

/** Logs what is a fault of ours with its request id. A refusal is an answer, not a fault. */
export const reportError =
  (logger: Logger) =>
  ({ error, path, ctx }: { error: TRPCError; path: string | undefined; ctx: Context | undefined }): void => {
    if (isFault(error)) logger.error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, 'call failed')
  }
