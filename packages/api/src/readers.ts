import { type Connection, tooMany } from './connection.ts'

/** Answers that are followed, or feeds of changes. */
type Kind = 'follows' | 'feeds'

/** How many a socket may read at a time, and how many a user in one process. */
const LIMITS = { follows: { socket: 256, user: 1_024 }, feeds: { socket: 8, user: 64 } } as const

const what = { follows: 'answers are followed', feeds: 'feeds of changes are open' } as const

/** Who reads in this process, so that nobody's readers take what the others need. */
export class Readers {
  readonly #users = new Map<string, Record<Kind, number>>()

  /** A place for one more reader, until it is disposed. Throws TOO_MANY_REQUESTS when all are taken. */
  take(kind: Kind, userId: string, connection: Connection): Disposable {
    const user = this.#users.get(userId) ?? { follows: 0, feeds: 0 }
    if (connection[kind] >= LIMITS[kind].socket) throw tooMany(`Too many ${what[kind]} over this connection.`)
    if (user[kind] >= LIMITS[kind].user) throw tooMany(`Too many ${what[kind]} at once.`)
    this.#users.set(userId, user)
    connection[kind] += 1
    user[kind] += 1
    return {
      [Symbol.dispose]: () => {
        connection[kind] -= 1
        user[kind] -= 1
        if (user.follows + user.feeds === 0) this.#users.delete(userId)
      },
    }
  }
}
