import postgres, { type Notice, type Options, type PostgresType, type Sql } from 'postgres'

import type { Logger } from './logger.ts'
import type { ConnectionSettings } from './settings.ts'

/** The driver's client for a database; what the server remarks goes to the log at debug. */
export function clientOf(
  settings: ConnectionSettings,
  options: Options<Record<string, PostgresType>>,
  logger?: Logger,
): Sql {
  const all = {
    ...options,
    onnotice: (notice: Notice) => logger?.debug({ notice: notice['message'] }, 'database notice'),
  }
  return typeof settings === 'string' ? postgres(settings, all) : postgres({ ...settings, ...all })
}
