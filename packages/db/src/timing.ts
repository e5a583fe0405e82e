import type { Sql, TransactionSql } from 'postgres'

import type { Logger } from './logger.ts'

/** Milliseconds since a moment of `performance.now()`, to the microsecond. */
export const millisecondsSince = (started: number): number => Math.round((performance.now() - started) * 1000) / 1000

async function logTime(pending: Promise<unknown>, text: string, logger: Logger): Promise<void> {
  const started = performance.now()
  const outcome = await pending.then(
    () => 'answered',
    () => 'failed',
  )
  const ms = millisecondsSince(started)
  logger.debug({ query: text.replaceAll(/\s+/g, ' ').trim(), ms, outcome }, 'query')
}

/** The same client, logging each statement with its time; never its parameters, which are people's words. */
export function timed<Client extends Sql | TransactionSql>(client: Client, logger: Logger): Client {
  return new Proxy(client, {
    get(target, key, receiver): unknown {
      if (key !== 'unsafe') return Reflect.get(target, key, receiver)
      return (...args: Parameters<Sql['unsafe']>) => {
        const pending = target.unsafe(...args)
        void logTime(pending, args[0], logger)
        return pending
      }
    },
  })
}
