import type { Database } from '../connect.ts'
import type { Logger } from '../logger.ts'

const SIZE = `select pg_database_size(current_database())::float8 as bytes`

export interface SizeWatch {
  /** Bytes above which it warns: once, and again only after the size was below. */
  warnAbove: number
  logger: Logger
  /** Told of each measurement, in bytes. */
  onSize?: (bytes: number) => void
  /** Milliseconds between two measurements. */
  everyMs?: number
}

/**
 * Measures the size of the database now and every 10 minutes, indexes included. A measurement that fails is logged and
 * nothing else. Keeps no process alive; dispose it to stop.
 *
 * @example
 * ```ts
 * import { connect, watchSize, type Logger } from '@parley/db'
 *
 * declare const logger: Logger
 * await using db = connect('postgres://localhost/parley')
 * using _watch = watchSize(db, { warnAbove: 10 * 1024 ** 3, logger })
 * ```
 */
export function watchSize(db: Database, options: SizeWatch): Disposable {
  const { warnAbove, logger, onSize, everyMs = 10 * 60_000 } = options
  let above = false
  let stopped = false
  const measure = async () => {
    try {
      const [row] = await db.query<{ bytes: number }>(SIZE)
      const bytes = row?.bytes ?? 0
      onSize?.(bytes)
      if (bytes > warnAbove && !above) logger.warn({ bytes, warnAbove }, 'the database has grown large')
      above = bytes > warnAbove
    } catch (error) {
      if (stopped) return
      logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'database size not measured')
    }
  }
  void measure()
  const timer = setInterval(() => void measure(), everyMs)
  timer.unref()
  const stop = () => {
    stopped = true
    clearInterval(timer)
  }
  return { [Symbol.dispose]: stop }
}
