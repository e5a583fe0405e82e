import type { Env } from '../env.ts'
import type { Terminal } from '../terminal.ts'

export interface Command {
  /** One line for the list of commands. */
  summary: string
  /** All there is to know, for `--help`. */
  help: string
  /** Returns the exit code, or throws what `explain` explains. */
  run: (args: readonly string[], env: Env, terminal: Terminal) => Promise<number>
}
