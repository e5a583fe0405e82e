import { ParleyError } from '@parley/contract'

import type { Connection } from './context.ts'

/** Answers and feeds that may be read over one socket at a time, and how many of them may be feeds. */
const READERS = 64
const FEEDS = 8

/** Bytes that a reader's socket may have untaken before it is cut off; it resumes from its position. */
const BACKLOG = 1024 * 1024

/** A place for one more reader of this socket, until it is disposed. Throws TOO_MANY_REQUESTS when all are taken. */
export function takePlace(connection: Connection, what: 'follows' | 'feeds'): Disposable {
  const { follows, feeds } = connection
  if (follows + feeds >= READERS) throw tooMany('Too many answers are followed over this connection.')
  if (what === 'feeds' && feeds >= FEEDS) throw tooMany('Too many feeds of changes are open on this connection.')
  connection[what] += 1
  return { [Symbol.dispose]: () => void (connection[what] -= 1) }
}

const tooMany = (message: string) => new ParleyError('TOO_MANY_REQUESTS', message, { retryAfter: 1 })

/** Throws UNAVAILABLE when the socket does not take what it is sent. */
export function requireTaken(connection: Connection): void {
  if (connection.backlog() > BACKLOG) {
    throw new ParleyError('UNAVAILABLE', 'This connection is too slow.', { retryAfter: 1 })
  }
}
