import { connect, plannedRollback, rollback as takeBack, type ConnectionSettings } from '@parley/db'

import { readOptions, wholeNumber } from './arguments.ts'
import { exitCodes, type Command } from './command.ts'
import { openConfigured } from './open.ts'

type Planned = Awaited<ReturnType<typeof plannedRollback>>[number]

export const rollback: Command = {
  summary: 'take back the newest migration, with the data in what it made',
  help: `Usage: pnpm db:rollback [--steps N] [--yes]

Takes back the newest migrations of the configured database, newest first, with the data in the tables and columns that
they made. Without --yes it only says what would go. Stop Parley first; a server applies what it lacks when it starts.

Options:
  --steps N   how many migrations; 1 when left out
  --yes       do it
`,
  async run(args, terminal) {
    const options = readOptions(args, { steps: { type: 'string' }, yes: { type: 'boolean' } })
    const steps = wholeNumber('steps', options['steps'], { least: 1, most: 1_000, otherwise: 1 })
    await using database = await openConfigured(terminal)
    if (database.shared) throw new Error(`Parley is running on ${database.name}. Stop it first.`)
    if (await isServed(database.settings)) throw new Error(`A Parley server runs on ${database.name}. Stop it first.`)
    const planned = await plannedRollback(database.settings, { steps })
    if (planned.length === 0) {
      terminal.write(`Nothing to do: ${database.name} has no migration.\n`)
      return exitCodes.ok
    }
    if (options['yes'] !== true) {
      terminal.write(`This would go from ${database.name}:\n${planned.map(describe).join('')}`)
      terminal.note('Nothing was changed. To do it, run it again with --yes.')
      return exitCodes.failed
    }
    terminal.progress(`rolling back ${database.name}`)
    const names = await takeBack(database.settings, { steps })
    terminal.write(`Taken back from ${database.name}: ${names.join(', ')}\n`)
    return exitCodes.ok
  },
}

/** Whether a server has renewed its lease just now; the migration that makes the leases may be missing. */
async function isServed(settings: ConnectionSettings): Promise<boolean> {
  await using db = connect(settings, { poolSize: 1 })
  const [table] = await db.query<{ there: boolean }>(`select to_regclass('processes') is not null as there`)
  if (!table?.there) return false
  const live = await db.query(
    `select from processes where expired_at is null and heartbeat_at > now() - interval '6 seconds' limit 1`,
  )
  return live.length > 0
}

function describe({ migration, tables, columns }: Planned): string {
  const rows = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`
  const lines = [
    ...tables.map((table) => `table ${table.name} with ${rows(table.rows)}`),
    ...columns.map((column) => `column ${column}`),
  ]
  return `  ${migration}\n${lines.map((line) => `    ${line}\n`).join('')}`
}
