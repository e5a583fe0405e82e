import { errorOf, type CallError } from '@parley/client'

/** What a command ends with. `interrupted`: by Ctrl-C, as shells count it. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** A command that cannot go on. The message is for the person at the terminal and says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly exitCode: number = exitCodes.failed
}

/** The command was not given as it has to be. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
  override readonly exitCode = exitCodes.usage
}

/** Anything that a command threw while it spoke to the server at `url`, as what to tell of it. */
export function toCommandError(error: unknown, url: string): CommandError {
  return error instanceof CommandError ? error : new CommandError(explain(errorOf(error), url), { cause: error })
}

function explain({ reason, message, field, requestId }: CallError, url: string): string {
  switch (reason) {
    case 'OFFLINE':
      return `No server answers at ${url}. Start it with npm start, or name another with --url.`
    case 'UNAVAILABLE':
      return `${message} Try again in a moment.`
    case 'INTERNAL':
      return requestId === null ? message : `${message} Request id: ${requestId}`
    default:
      return field === null ? message : `${field}: ${message}`
  }
}
