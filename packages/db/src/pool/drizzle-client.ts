import type { Sql, TransactionSql } from 'postgres'

import { beforeDeadline } from '../queries.ts'
import type { Places } from './places.ts'

type Unsafe = Parameters<Sql['unsafe']>
type Work = (tx: TransactionSql) => Promise<unknown>

/** The client that Drizzle gets: each statement or transaction takes a place of the pool first, like all others. */
export function drizzleClient(sql: Sql, places: Places): Sql {
  return new Proxy(sql, {
    get(target, key, receiver): unknown {
      if (key === 'unsafe') return (...args: Unsafe) => statement(places, args)
      if (key === 'begin') return (work: Work) => begin(places, work)
      return Reflect.get(target, key, receiver)
    },
  })
}

async function begin(places: Places, work: Work): Promise<unknown> {
  const { client, give } = await places.take()
  return client.begin(work).finally(give)
}

/** As much of a pending query as Drizzle uses. */
function statement(places: Places, args: Unsafe) {
  let asValues = false
  const send = async () => {
    const { client, give } = await places.take()
    const pending = client.unsafe(...args)
    return beforeDeadline<unknown>(asValues ? pending.values() : pending, give)
  }
  const answer = send()
  const values = () => {
    asValues = true
    return answer
  }
  return Object.assign(answer, { values })
}
