import { chat } from './commands/chat.ts'
import type { Command } from './commands/command.ts'
import { readEnv } from './env.ts'
import { exitCodes, toCommandError, UsageError } from './failure.ts'
import { createTerminal } from './terminal.ts'

const commands = new Map<string, Command>([['chat', chat]])

const help = `Usage: parley COMMAND [OPTIONS]

Chat with your Parley server from a terminal.

Commands:
${[...commands].map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`).join('\n')}

Settings:
  PARLEY_URL     the server; http://127.0.0.1:3000 when unset
  PARLEY_TOKEN   the token of a session; when unset, a guest session is begun and kept in ~/.config/parley
  NO_COLOR       anything: no colours

"parley COMMAND --help" tells more about a command.
`

const isHelp = (arg: string) => arg === '--help' || arg === '-h'

/** Runs a command line. Returns the exit code; what goes wrong is told on stderr. */
export async function run([name, ...args]: readonly string[]): Promise<number> {
  const env = readEnv()
  const terminal = createTerminal(process.stdout, process.stderr, env.color)
  try {
    if (name === undefined) throw new UsageError(help.trimEnd())
    if (isHelp(name) || name === 'help') {
      await terminal.write(help)
      return exitCodes.ok
    }
    const command = commands.get(name)
    if (!command) throw new UsageError(`There is no command ${name}. parley --help lists them.`)
    const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
    if (!options.some(isHelp)) return await command.run(args, env, terminal)
    await terminal.write(command.help)
    return exitCodes.ok
  } catch (error) {
    const { message, exitCode } = toCommandError(error, env.url)
    terminal.note(message)
    return exitCode
  }
}
