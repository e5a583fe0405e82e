import type { TransactionSql } from 'postgres'

import { isLost, toParleyError, unavailable } from './errors.ts'
import type { Logger } from './logger.ts'
import type { Places } from './pool/places.ts'
import { ANSWER_MS, noAnswer, queriesOf, type Argument, type Queries } from './queries.ts'
import { timed } from './timing.ts'

/**
 * Runs `work` in one transaction, rolled back when it throws. Statements that do not wait for each other are sent in one
 * flight. `mode` is Postgres's transaction mode, for example `isolation level repeatable read`. `logger` times them.
 */
export async function transaction<Result>(
  places: Places,
  logger: Logger | undefined,
  work: (queries: Queries) => Promise<Result>,
  mode = '',
): Promise<Result> {
  const late = Promise.withResolvers<never>()
  let state: 'waiting' | 'running' | 'late' = 'waiting'
  let timer: NodeJS.Timeout | undefined
  try {
    const { client, give } = await places.take()
    timer = setTimeout(() => {
      if (state !== 'waiting') return
      state = 'late'
      late.reject(noAnswer())
    }, ANSWER_MS)
    const connection: Connection = { lost: false, onLost: late.reject }
    const begun = client.begin(mode, async (tx) => {
      if (state === 'late') throw noAnswer()
      state = 'running'
      clearTimeout(timer)
      try {
        return await unlessLost(connection, () => work(statementsOf(logger ? timed(tx, logger) : tx, connection)))
      } finally {
        // The commit or the rollback that the driver sends now has its deadline too.
        timer = setTimeout(() => late.reject(noAnswer()), ANSWER_MS)
      }
    })
    const ended = () => {
      connection.lost = true
      give()
    }
    begun.then(ended, ended)
    return (await Promise.race([begun, late.promise])).result
  } catch (error) {
    throw toParleyError(error)
  } finally {
    clearTimeout(timer)
  }
}

/** The connection that the transaction began on, and who is told when it does not answer any more. */
interface Connection {
  lost: boolean
  onLost: (error: unknown) => void
}

/**
 * The result in a box. Once the connection is lost it never settles: the driver would send a commit or a rollback on a
 * connection that somebody else may have by now. The caller is told by `onLost`.
 */
async function unlessLost<Result>(connection: Connection, work: () => Promise<Result>): Promise<{ result: Result }> {
  try {
    const result = await work()
    if (!connection.lost) return { result }
  } catch (error) {
    if (!connection.lost) throw error
  }
  return new Promise<never>(() => {})
}

function statementsOf(client: TransactionSql, connection: Connection): Queries {
  const own = { client, give() {} }
  const statements = queriesOf({ take: () => Promise.resolve(own) })
  return {
    async query<Row extends object>(text: string, args?: Argument[]) {
      // The driver may have given the connection to somebody else by now.
      if (connection.lost) throw unavailable('The database cannot be reached right now.')
      try {
        return await statements.query<Row>(text, args)
      } catch (error) {
        if (isLost(error)) {
          connection.lost = true
          connection.onLost(error)
        }
        throw error
      }
    },
  }
}
