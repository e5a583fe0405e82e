import { parseArgs } from 'node:util'

import { migrate } from './migrate.ts'
import { rollback } from './rollback.ts'

// Run by the db:migrate and db:rollback scripts: `cli.ts migrate|rollback [--steps N] URL`.
const { positionals, values } = parseArgs({ allowPositionals: true, options: { steps: { type: 'string' } } })
const [command, url] = positionals
const commands = {
  migrate: (settings: string) => migrate(settings),
  rollback: (settings: string) => rollback(settings, { steps: Number(values.steps ?? 1) }),
}

if (!url || (command !== 'migrate' && command !== 'rollback')) {
  process.stderr.write('Usage: pnpm db:migrate URL, or pnpm db:rollback [--steps N] URL\n')
  process.exitCode = 2
} else {
  try {
    const names = await commands[command](url)
    process.stdout.write(`${names.length === 0 ? 'Nothing to do.' : `${command}: ${names.join(', ')}`}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
