import { exitCodes, UsageError, type Command, type Terminal } from './command.ts'
import { migrate } from './migrate.ts'
import { rollback } from './rollback.ts'
import { seed } from './seed.ts'
import { studio } from './studio.ts'

const commands = new Map<string, Command>(Object.entries({ migrate, rollback, seed, studio }))

const help = `Usage: pnpm db:COMMAND [OPTIONS]

Works on the database that the server would use: DATABASE_URL, else the embedded Postgres in DATA_DIR (./data when unset),
which is started for the command unless Parley is running on it.

Commands:
${[...commands].map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`).join('\n')}

"pnpm db:COMMAND --help" tells more about a command.
`

const isHelp = (arg: string) => arg === '--help' || arg === '-h'

/** Runs a command line on the configured database. Gives the exit code; what goes wrong is told on stderr. */
export async function run([name = '', ...args]: readonly string[], terminal: Terminal, signal: AbortSignal) {
  const command = commands.get(name)
  if (!command) {
    if (isHelp(name)) terminal.write(help)
    else terminal.note(help)
    return isHelp(name) ? exitCodes.ok : exitCodes.usage
  }
  if (args.some(isHelp)) {
    terminal.write(command.help)
    return exitCodes.ok
  }
  try {
    return await command.run(args, terminal, signal)
  } catch (error) {
    terminal.note(error instanceof Error ? error.message : String(error))
    if (!(error instanceof UsageError)) return exitCodes.failed
    terminal.note(`"pnpm db:${name} --help" tells what can be given.`)
    return exitCodes.usage
  }
}
