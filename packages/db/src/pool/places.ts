import type { Sql } from 'postgres'

import { unavailable } from '../errors.ts'

/** The right to use one connection of a client. */
export interface Place {
  readonly client: Sql
  /** Gives the place back; to be called once, when the connection is free again. */
  readonly give: () => void
}

export interface PoolUse {
  /** Connections in use. */
  inUse: number
  /** Callers that wait for one. */
  waiting: number
}

export interface Places {
  /**
   * A place at once, or in the order of asking. Throws UNAVAILABLE after the longest wait; who was refused holds
   * nothing, so nothing is sent for them later.
   */
  take(): Promise<Place>
  readonly use: () => PoolUse
}

interface Waiter {
  resolve(place: Place): void
  timer: NodeJS.Timeout
}

/**
 * As many places as connections, those of the first client before those of the second. The driver itself would send
 * what it has no connection for behind a running statement, where it can neither be bounded nor taken back.
 */
export function createPlaces(clients: { client: Sql; size: number }[], waitMs: number): Places {
  const waiting: Waiter[] = []
  const kinds = clients.map(({ client, size }) => {
    const kind = { free: size, place: { client, give } }
    function give() {
      const next = waiting.shift()
      if (next === undefined) kind.free += 1
      else {
        clearTimeout(next.timer)
        next.resolve(kind.place)
      }
    }
    return kind
  })
  const total = clients.reduce((sum, { size }) => sum + size, 0)

  const wait = () =>
    new Promise<Place>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(waiter), 1)
        reject(unavailable('The database is too busy right now: all its connections are in use.'))
      }, waitMs)
      const waiter = { resolve, timer }
      waiting.push(waiter)
    })

  return {
    async take() {
      const kind = kinds.find(({ free }) => free > 0)
      if (kind === undefined) return wait()
      kind.free -= 1
      return kind.place
    },
    use: () => ({ inUse: total - kinds.reduce((sum, { free }) => sum + free, 0), waiting: waiting.length }),
  }
}
