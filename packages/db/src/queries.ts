import { isStorable, ParleyError } from '@parley/contract'
import type { Sql } from 'postgres'

import { toParleyError, unavailable } from './errors.ts'

/** The longest that a statement may run, in milliseconds; the server cuts it off. */
export const DEADLINE_MS = 15_000

/** When no answer at all is awaited any more: later than the server would have given one. */
export const ANSWER_MS = DEADLINE_MS + 1_000

/** Dates and JSON go in as text (`toISOString()`, `JSON.stringify()`); they come out as the schema types them. */
export type Argument = string | number | boolean | null

export interface Queries {
  /**
   * Sends one statement, prepared once a connection. `Row` is the caller's word for what the statement selects: build
   * the list with `columnsOf`. Throws BAD_REQUEST for text that Postgres cannot hold (U+0000, half of a surrogate pair),
   * UNAVAILABLE when the database cannot be reached, does not answer in time, or has
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
      if (!args.every(canBeSent)) throw new ParleyError('BAD_REQUEST', 'A character in the text cannot be stored.')
      const { client, give } = await source.take()
      return await beforeDeadline(client.unsafe<Row[]>(text, args, { prepare: true }), give)
    } catch (error) {
      throw toParleyError(error)
    }
  },
})

/** The driver would send half of a surrogate pair as another character. */
const canBeSent = (arg: Argument) => typeof arg !== 'string' || isStorable(arg)

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

export const noAnswer = () => unavailable('The database did not answer in time.')
