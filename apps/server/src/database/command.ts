/** What a command speaks through. */
export interface Terminal {
  /** The result, on stdout. */
  write(text: string): void
  /** What concerns the person at the terminal, on stderr. */
  note(text: string): void
  /** How far it is: one line that is written over in a terminal, now and then a line elsewhere. */
  progress(text: string): void
}

export interface Command {
  summary: string
  help: string
  /** Gives the exit code. `signal` is Ctrl-C. */
  run(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number>
}

export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** The command was not given as it has to be. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
