import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'

import { toParleyError } from './errors.ts'
import type { Logger } from './logger.ts'
import { createRecorder, type Operation, type Recorder } from './observe/record.ts'
import { drizzleClient } from './pool/drizzle-client.ts'
import { open } from './pool/open.ts'
import { createPlaces, type PoolUse } from './pool/places.ts'
import { queriesOf, type Queries } from './queries.ts'
import * as schema from './schema/index.ts'
import type { ConnectionSettings } from './settings.ts'
import { timed } from './timing.ts'
import { transaction } from './transaction.ts'

export interface ConnectOptions {
  logger?: Logger
  /** Told of each operation of the repository when it has ended. */
  onOperation?: (operation: Operation) => void
  /** Connections that are kept once they are open. */
  poolSize?: number
  /** Connections on top of them under load, closed when nobody has used them for a while. */
  poolOverflow?: number
  /** Milliseconds that a caller waits for one of them before it is refused. */
  poolWaitMs?: number
}

export interface Database extends Queries, AsyncDisposable {
  /** The driver, beside the pool's limits; for tests and tools. */
  readonly sql: Sql
  readonly drizzle: PostgresJsDatabase<typeof schema>
  /** Statements on connections that no other caller takes: what a process must send to keep its lease. */
  readonly reserved: Queries
  /** Logs and measures the repository's operations; null when nobody listens. */
  readonly recorder: Recorder | null
  /** How much of the pool is in use right now, without `reserved`. */
  poolUse(): PoolUse
  /** Runs `work` in one transaction; see `transaction`. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>, mode?: string): Promise<Result>
  /**
   * Calls `onNotify` for every notification on a channel. After a lost connection it listens again by itself and calls
   * `onReconnect`: what was sent in between is lost and must be read from the tables. Returns how to stop.
   */
  listen(channel: string, onNotify: (payload: string) => void, onReconnect: () => void): Promise<() => Promise<void>>
  /** Tells everybody who listens on a channel, this process too. A payload is under 8,000 bytes. */
  notify(channel: string, payload: string): Promise<void>
  /** Waits up to 5 seconds for running statements, then closes every connection. */
  close(): Promise<void>
}

/** Connections kept for `reserved`: a heartbeat need not wait for the commit of a batch. */
const RESERVED = 2
const IDLE_SECONDS = 30
const TIMESTAMPTZ = 1184
const NOTIFY = 'select pg_notify($1, $2)'

/**
 * A pool of connections, each opened when it is first needed: 5, and up to 10 more under load, unless the options say
 * otherwise. Two more are kept for `reserved`, and one for `listen`.
 *
 * @example
 * ```ts
 * import { connect } from '@parley/db'
 *
 * await using db = connect('postgres://localhost/parley')
 * const rows = await db.query<{ one: number }>('select $1::int as one', [1])
 * rows[0]?.one satisfies number | undefined
 * ```
 */
export function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Database {
  const { logger, onOperation, poolSize = 5, poolOverflow = 10, poolWaitMs = 5_000 } = options
  const timer = logger?.isLevelEnabled?.('debug') === false ? undefined : logger
  const sql = open(settings, { max: poolSize + RESERVED, logger })
  const extra = open(settings, { max: poolOverflow, idleSeconds: IDLE_SECONDS, logger })
  const client = timer ? timed(sql, timer) : sql
  const surplus = { client: timer ? timed(extra, timer) : extra, size: poolOverflow }
  const places = createPlaces([{ client, size: poolSize }, surplus], poolWaitMs)
  const reserved = createPlaces([{ client, size: RESERVED }], poolWaitMs)

  const orm = drizzle(drizzleClient(sql, places), { schema, casing: 'snake_case' })
  // Drizzle makes its client read times as text; it takes a Date as well, and plain statements want one.
  sql.options.parsers[TIMESTAMPTZ] = (text: string) => new Date(text)
  Object.assign(extra.options.parsers, sql.options.parsers)
  Object.assign(extra.options.serializers, sql.options.serializers)

  const statements = queriesOf(places)
  const close = async () => void (await Promise.all([sql.end({ timeout: 5 }), extra.end({ timeout: 5 })]))
  return {
    ...statements,
    sql,
    drizzle: orm,
    reserved: queriesOf(reserved),
    recorder: createRecorder(logger, onOperation),
    poolUse: places.use,
    transaction: (work, mode) => transaction(places, timer, work, mode),
    notify: async (channel, payload) => void (await statements.query(NOTIFY, [channel, payload])),
    listen: (channel, onNotify, onReconnect) => listen(sql, channel, onNotify, onReconnect),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listen(
  sql: Sql,
  channel: string,
  onNotify: (payload: string) => void,
  onReconnect: () => void,
): Promise<() => Promise<void>> {
  let first = true
  const onListening = () => {
    if (first) first = false
    else onReconnect()
  }
  try {
    const subscription = await sql.listen(channel, onNotify, onListening)
    return () => subscription.unlisten()
  } catch (error) {
    throw toParleyError(error)
  }
}
