import type { Sql } from 'postgres'

import { toParleyError, unavailable } from './errors.ts'
import type { Logger } from './logger.ts'
import type { Places } from './pool/places.ts'
import { timed } from './timing.ts'

/** The longest that a statement may run, in milliseconds; the server cuts it off. */
export const DEADLINE_MS = 15_000

/** When no answer at all is awaited any more: later than the server would have given one. */
const ANSWER_MS = DEADLINE_MS + 1_000

/** Dates and JSON go in as text (`toISOString()`, `JSON.stringify()`); they come out as the schema types them. */
export type Argument = string | number | boolean | null

export interface Queries {
  /**
   * Sends one statement, prepared once a connection. `Row` is the caller's word for what the statement selects: build
   * the list with `columnsOf`. Throws UNAVAILABLE when the database cannot be reached, does not answer in time, or has
   * no connection free; in the last case nothing was sent and nothing will be.
   */
  query<Row extends object>(text: string, args?: Argument[]): Promise<Row[]>
}

/** Where a statement gets its connection: a place of the pool, or the transaction that it belongs to. */
interface Source {
  take(): Promise<{ client: Pick<Sql, 'unsafe'>; give: () => void }>
}

/** Statements that each take a connection for as long as they run. */
export const queriesOf = (source: Source): Queries => ({
  async query<Row extends object>(text: string, args: Argument[] = []) {
    try {
      const { client, give } = await source.take()
      return await beforeDeadline(client.unsafe<Row[]>(text, args, { prepare: true }), give)
    } catch (error) {
      throw toParleyError(error)
    }
  },
})

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
  const unanswered = noAnswer()
  let state: 'waiting' | 'running' | 'late' = 'waiting'
  let timer: NodeJS.Timeout | undefined
  try {
    const { client, give } = await places.take()
    timer = setTimeout(() => {
      if (state !== 'waiting') return
      state = 'late'
      late.reject(unanswered)
    }, ANSWER_MS)
    const begun = client.begin(mode, async (tx) => {
      if (state === 'late') throw unanswered
      state = 'running'
      const own = { client: logger ? timed(tx, logger) : tx, give() {} }
      return { result: await work(queriesOf({ take: () => Promise.resolve(own) })) }
    })
    begun.then(give, give)
    return (await Promise.race([begun, late.promise])).result
  } catch (error) {
    throw toParleyError(error)
  } finally {
    clearTimeout(timer)
  }
}

/** The answer, or UNAVAILABLE when there is none. `onSettled` is called when the connection is free again. */
export function beforeDeadline<Result>(pending: Pending<Result>, onSettled: () => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // What the driver has not sent yet can be taken back; for the rest there is the server's own time-out.
      if ('state' in pending && pending.state === null) pending.cancel()
      reject(noAnswer())
    }, ANSWER_MS)
    const settled = () => {
      clearTimeout(timer)
      onSettled()
    }
    pending.then(
      (result) => {
        settled()
        resolve(result)
      },
      (error: unknown) => {
        settled()
        reject(error)
      },
    )
  })
}

interface Pending<Result> extends Promise<Result> {
  cancel(): void
}

const noAnswer = () => unavailable('The database did not answer in time.')
