import { connect, type Database } from '@parley/db'

import { quietLogger, startPostgres } from '../runner/postgres.ts'
import { CALLERS } from './operations.ts'

const pool = { poolSize: CALLERS, poolOverflow: 0 }

/** Two pools that differ in nothing. */
export interface Pools extends AsyncDisposable {
  readonly ours: Database
  readonly raw: Database
}

export interface Server extends AsyncDisposable {
  /** Makes a migrated database of that name. Each call of what it gives opens new pools to it. */
  makeDatabase(name: string): Promise<() => Pools>
}

export async function startServer(): Promise<Server> {
  const postgres = await startPostgres()
  return {
    makeDatabase: async (name) => {
      const database = await postgres.makeDatabase(name)
      return () => {
        const pools = new AsyncDisposableStack()
        const ours = pools.use(connect(database, { ...pool, logger: quietLogger, onOperation() {} }))
        const raw = pools.use(connect(database, pool))
        return { ours, raw, [Symbol.asyncDispose]: () => pools.disposeAsync() }
      }
    },
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  }
}
