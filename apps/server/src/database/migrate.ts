import { migrate as applyMigrations } from '@parley/db'

import { readOptions } from './arguments.ts'
import { exitCodes, type Command } from './command.ts'
import { openConfigured } from './open.ts'

export const migrate: Command = {
  summary: 'apply the migrations that are missing',
  help: `Usage: pnpm db:migrate

Applies the migrations that the configured database lacks, each in a transaction of its own. The server does the same
when it starts.
`,
  async run(args, terminal) {
    readOptions(args, {})
    await using database = await openConfigured(terminal)
    terminal.progress(`migrating ${database.name}`)
    const names = await applyMigrations(database.settings)
    terminal.write(
      names.length === 0
        ? `Nothing to do: ${database.name} has every migration.\n`
        : `Applied to ${database.name}: ${names.join(', ')}\n`,
    )
    return exitCodes.ok
  },
}
