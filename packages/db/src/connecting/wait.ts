import { setTimeout as pause } from 'node:timers/promises'

import type { Sql } from 'postgres'

import { clientOf } from '../client.ts'
import { codeOf, isAway, unavailable } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ConnectionSettings } from '../settings.ts'
import { pauseAfter } from './backoff.ts'

export interface WaitOptions {
  logger?: Logger
  /** Seconds after which it is given up. */
  seconds?: number
}

/**
 * Resolves when the database takes connections: now, or as soon as it is up. Between the attempts it pauses longer and
 * longer. Throws at once when it will not help to wait, because the user, the password or the database is wrong, and
 * after `seconds` (60 by default) in any case. No message holds a password.
 *
 * @example
 * ```ts
 * import { connect, waitForDatabase } from '@parley/db'
 *
 * const url = 'postgres://localhost/parley'
 * await waitForDatabase(url, { seconds: 30 })
 * await using db = connect(url)
 * ```
 */
export async function waitForDatabase(settings: ConnectionSettings, options: WaitOptions = {}): Promise<void> {
  const { logger, seconds = 60 } = options
  const end = performance.now() + seconds * 1_000
  for (let attempt = 1; ; attempt += 1) {
    const left = end - performance.now()
    const failure = await attemptOnce(settings, left)
    if (failure === null) return
    const { error, place } = failure
    const reason = reasonOf(error)
    if (!isAway(error)) throw new Error(refusalOf(error, place), { cause: error })
    const pauseMs = pauseAfter(attempt, Math.random())
    if (performance.now() + pauseMs >= end) {
      throw new Error(`The database ${place.name} did not answer within ${seconds} seconds (${reason}).`, {
        cause: error,
      })
    }
    logger?.warn({ database: place.name, attempt, reason, nextInMs: pauseMs }, 'no database yet, trying again')
    await pause(pauseMs)
  }
}

interface Place {
  /** Database and host, without the user's password. */
  name: string
  user: string
}

/** One connection, opened and closed. Null when it worked. */
async function attemptOnce(
  settings: ConnectionSettings,
  leftMs: number,
): Promise<{ error: unknown; place: Place } | null> {
  const options = {
    max: 1,
    fetch_types: false,
    connect_timeout: Math.max(0.1, Math.min(5, leftMs / 1_000)),
    connection: { application_name: 'parley' },
  }
  const sql = clientOf(settings, options)
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(unavailable('The database did not answer in time.')), leftMs)
  try {
    await Promise.race([sql`select 1`, late.promise])
    return null
  } catch (error) {
    return { error, place: placeOf(sql) }
  } finally {
    clearTimeout(timer)
    await sql.end({ timeout: 1 })
  }
}

function placeOf({ options: { host, port, path, database, user } }: Sql): Place {
  const hosts = host.map((one, index) => `${one}:${port[index] ?? ''}`).join(', ')
  return { name: `"${database}" at ${path ? path : hosts}`, user }
}

const reasonOf = (error: unknown): string => codeOf(error) || 'no answer'

function refusalOf(error: unknown, { name, user }: Place): string {
  const code = codeOf(error)
  if (code === '3D000') return `The database ${name} does not exist.`
  if (code.startsWith('28')) return `The database ${name} refuses the user "${user}": check the user and the password.`
  return `The database ${name} cannot be used (${reasonOf(error)}).`
}
