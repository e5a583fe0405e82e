import { ParleyError } from '@parley/contract'

/** The socket a call came over. */
export interface Connection {
  /** Bytes that it has not taken yet. */
  backlog: () => number
  /** Answers that are followed over it now. */
  follows: number
  /** Feeds of changes that are open over it now. */
  feeds: number
  /** Queries and mutations that are under way over it. */
  calls: number
}

/** For calls that come over no socket. */
export const noSocket = (): Connection => ({ backlog: () => 0, follows: 0, feeds: 0, calls: 0 })

/** Bytes that a socket may have untaken before its calls are refused and its readers cut off; they resume where they were. */
const BACKLOG = 1024 * 1024

/** Calls that one socket may have under way: what they answer is in memory until the socket takes it. */
const CALLS = 32

/** Throws UNAVAILABLE when the socket does not take what it is sent. */
export function requireTaken(connection: Connection): void {
  if (connection.backlog() > BACKLOG) {
    throw new ParleyError('UNAVAILABLE', 'This connection is too slow.', { retryAfter: 1 })
  }
}

/** A place for one more call over this socket, until it is disposed. */
export function takeCall(connection: Connection): Disposable {
  requireTaken(connection)
  if (connection.calls >= CALLS) throw tooMany('Too many calls are under way over this connection.')
  connection.calls += 1
  return { [Symbol.dispose]: () => void (connection.calls -= 1) }
}

export const tooMany = (message: string) => new ParleyError('TOO_MANY_REQUESTS', message, { retryAfter: 1 })
