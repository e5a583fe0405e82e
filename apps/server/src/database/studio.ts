import { runStudio } from '@parley/db/studio'

import { readOptions, wholeNumber } from './arguments.ts'
import type { Command } from './command.ts'
import { openConfigured } from './open.ts'

export const studio: Command = {
  summary: 'look at the tables in a browser',
  help: `Usage: pnpm db:studio [--port N]

Runs Drizzle Studio on the configured database until Ctrl-C. It listens on this machine alone; the page that it names
comes from the internet and reads the tables from here. While it runs, any page in a browser on this machine could do so
too: open no other. To use it beside a Parley on the embedded database, start Parley first.

Options:
  --port N    where it listens; 4983 when left out
`,
  async run(args, terminal, signal) {
    const options = readOptions(args, { port: { type: 'string' } })
    const port = wholeNumber('port', options['port'], { least: 1, most: 65_535, otherwise: 4_983 })
    await using database = await openConfigured(terminal)
    terminal.note(`Opening ${database.name}`)
    return await runStudio(database.settings, { port, signal })
  },
}
