import type { PendingQuery, Sql, TransactionSql } from 'postgres'

import { toParleyError, unavailable } from './errors.ts'
import type { Logger } from './logger.ts'
import { timed } from './timing.ts'

/** The longest that a statement may take, waiting for a connection included, in milliseconds. */
export const DEADLINE_MS = 15_000

/** Dates and JSON go in as text (`toISOString()`, `JSON.stringify()`); they come out as the schema types them. */
export type Argument = string | number | boolean | null

export interface Queries {
  /**
   * Sends one statement, prepared once a connection. `Row` is the caller's word for what the statement selects: build
   * the list with `columnsOf`. Throws UNAVAILABLE when the database cannot be reached or does not answer in time.
   */
  query<Row extends object>(text: string, args?: Argument[]): Promise<Row[]>
}

/** The statements of a connection pool, or of one transaction. */
export function queriesOf(client: Sql | TransactionSql, logger: Logger | undefined): Queries {
  const measured = logger ? timed(client, logger) : client
  return {
    async query<Row extends object>(text: string, args: Argument[] = []) {
      try {
        return await beforeDeadline(measured.unsafe<Row[]>(text, args, { prepare: true }))
      } catch (error) {
        throw toParleyError(error)
      }
    },
  }
}

/**
 * Runs `work` in one transaction, rolled back when it throws. Statements that do not wait for each other are sent in one
 * flight. `mode` is Postgres's transaction mode, for example `isolation level repeatable read`.
 */
export async function transaction<Result>(
  client: Sql,
  logger: Logger | undefined,
  work: (queries: Queries) => Promise<Result>,
  mode = '',
): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const busy = unavailable('The database is too busy right now.')
  let state: 'waiting' | 'running' | 'late' = 'waiting'
  const timer = setTimeout(() => {
    if (state !== 'waiting') return
    state = 'late'
    late.reject(busy)
  }, DEADLINE_MS)
  const begun = client.begin(mode, async (tx) => {
    if (state === 'late') throw busy
    state = 'running'
    return { result: await work(queriesOf(tx, logger)) }
  })
  try {
    return (await Promise.race([begun, late.promise])).result
  } catch (error) {
    throw toParleyError(error)
  } finally {
    clearTimeout(timer)
  }
}

function beforeDeadline<Row extends object>(pending: PendingQuery<Row[]>): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Only a statement that still waits for a connection can be taken back; a sent one has the server's time-out.
      if ('state' in pending && pending.state === null) pending.cancel()
      reject(unavailable('The database did not answer in time.'))
    }, DEADLINE_MS)
    pending.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
