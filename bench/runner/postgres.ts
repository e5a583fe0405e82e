import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { connect, migrate } from '@parley/db'
import { startEmbedded, type Embedded } from '@parley/db/embedded'

/** Operations are recorded as in a server at the level `info`, but written nowhere. */
export const quietLogger = { debug() {}, info() {}, warn() {}, error: console.error, isLevelEnabled: () => false }

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export type DatabaseSettings = Embedded['settings']

/** A Postgres with its defaults. */
export interface Postgres extends AsyncDisposable {
  /** Makes a migrated database of that name. */
  makeDatabase(name: string): Promise<DatabaseSettings>
}

/** Starts it in a new folder, which is removed when it is disposed and when a signal ends the bench. */
export async function startPostgres(): Promise<Postgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // Run as root, Postgres belongs to another user, who has to reach its folder.
  await chmod(dataDir, 0o755)
  const starting = startEmbedded({ dataDir, logger: quietLogger })
  const remove = once(async () => {
    const server = await starting.catch(() => null)
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    for (const signal of SIGNALS) process.off(signal, onSignal)
  })
  const onSignal = () => void remove().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.on(signal, onSignal)

  await using stack = new AsyncDisposableStack()
  stack.defer(remove)
  const { settings } = await starting
  const held = stack.move()
  return {
    makeDatabase: async (name) => {
      await using maker = connect(settings)
      await maker.sql`create database ${maker.sql(name)}`
      const database = { ...settings, database: name }
      await migrate(database)
      return database
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** The same promise for every call: whoever comes second waits for the first. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
