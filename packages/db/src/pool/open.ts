import type { Sql } from 'postgres'

import { clientOf } from '../client.ts'
import type { Logger } from '../logger.ts'
import { DEADLINE_MS } from '../queries.ts'
import type { ConnectionSettings } from '../settings.ts'

interface OpenOptions {
  max: number
  /** Seconds after which a connection that nobody uses is closed; never when left out. */
  idleSeconds?: number
  logger: Logger | undefined
}

/** Seconds until a lost connection is opened again: soon, for a caller waits, and not by all processes at once. */
const reconnectSeconds = () => 0.15 + Math.random() * 0.2

/** The driver's client, with the settings that every connection of a server has. */
export function open(settings: ConnectionSettings, { max, idleSeconds, logger }: OpenOptions): Sql {
  const options = {
    max,
    ...(idleSeconds !== undefined && { idle_timeout: idleSeconds }),
    // A server on this machine answers at once or is just starting: then the next try comes sooner.
    connect_timeout: typeof settings !== 'string' && settings.host.startsWith('/') ? 1 : 5,
    // The default grows to 20 seconds, which a caller would wait for after a short outage.
    backoff: reconnectSeconds,
    fetch_types: false,
    connection: {
      application_name: 'parley',
      TimeZone: 'UTC',
      // Every statement is written for one plan; left to itself, Postgres makes a new one with each call of some.
      plan_cache_mode: 'force_generic_plan',
      statement_timeout: DEADLINE_MS,
      idle_in_transaction_session_timeout: DEADLINE_MS,
    },
  }
  return clientOf(settings, options, logger)
}
