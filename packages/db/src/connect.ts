import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'

import { toParleyError } from './errors.ts'
import type { Logger } from './logger.ts'
import { DEADLINE_MS, queriesOf, transaction, type Queries } from './queries.ts'
import * as schema from './schema/index.ts'
import { timed } from './timing.ts'

/** Where a database is: a URL, or its parts. A `host` that is a folder means the unix socket in it. */
export type ConnectionSettings =
  | string
  | { host: string; port: number; user: string; password?: string; database: string }

export interface ConnectOptions {
  logger?: Logger
  /** Connections at most; 16 was measured best. */
  poolSize?: number
}

export interface Database extends Queries, AsyncDisposable {
  readonly sql: Sql
  readonly drizzle: PostgresJsDatabase<typeof schema>
  /** Runs `work` in one transaction; see `transaction`. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>, mode?: string): Promise<Result>
  /**
   * Calls `onNotify` for every notification on a channel. After a lost connection it listens again by itself and calls
   * `onReconnect`: what was sent in between is lost and must be read from the tables. Returns how to stop.
   */
  listen(channel: string, onNotify: (payload: string) => void, onReconnect: () => void): Promise<() => Promise<void>>
  /** Waits up to 5 seconds for running statements, then closes every connection. */
  close(): Promise<void>
}

/** A pool of connections, each opened when it is first needed. */
export function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Database {
  const { logger, poolSize = 16 } = options
  const sql = open(settings, poolSize, logger)
  const orm = drizzle(logger ? timed(sql, logger) : sql, { schema, casing: 'snake_case' })
  // Drizzle makes the shared client read times as text; it takes a Date as well, and plain statements want one.
  sql.options.parsers[TIMESTAMPTZ] = (text: string) => new Date(text)
  const queries = queriesOf(sql, logger)
  const close = () => sql.end({ timeout: 5 })
  return {
    ...queries,
    sql,
    drizzle: orm,
    transaction: (work, mode) => transaction(sql, logger, work, mode),
    listen: (channel, onNotify, onReconnect) => listen(sql, channel, onNotify, onReconnect),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const TIMESTAMPTZ = 1184

function open(settings: ConnectionSettings, max: number, logger: Logger | undefined): Sql {
  const options = {
    max,
    // A server on this machine answers at once or is just starting: then the next try comes sooner.
    connect_timeout: typeof settings !== 'string' && settings.host.startsWith('/') ? 1 : 5,
    // The default grows to 20 seconds, which a caller would wait for after a short outage.
    backoff: () => 0.25,
    fetch_types: false,
    onnotice: (notice: postgres.Notice) => logger?.debug({ notice: notice['message'] }, 'database notice'),
    connection: {
      application_name: 'parley',
      TimeZone: 'UTC',
      statement_timeout: DEADLINE_MS,
      idle_in_transaction_session_timeout: DEADLINE_MS,
    },
  }
  return typeof settings === 'string' ? postgres(settings, options) : postgres({ ...settings, ...options })
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
