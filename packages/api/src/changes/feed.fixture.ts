import { createRepository, type Repository } from '@parley/db'

import { noSocket, type Connection } from '../connection.ts'
import type { TestApi } from '../testing/index.ts'
import { feed, type Changed } from './feed.ts'

interface Listening {
  repo?: Repository
  connection?: Connection
  lastEventId?: string | null
  patience?: number
}

/** A reader beside the API, and all that it was given. */
export function listening(api: TestApi, userId: string, { lastEventId = null, ...options }: Listening = {}) {
  const controller = new AbortController()
  const { signal } = controller
  const given: Changed[] = []
  const session = { userId, guest: false }
  const own = { repo: createRepository(api.db, userId), connection: noSocket(), patience: 60_000 }
  const { changes, readers } = api.services
  const reader = { changes, readers, session, ...own, ...options }
  const reading = (async () => {
    for await (const changed of feed(reader, { lastEventId }, signal)) given.push(changed)
  })()
  return {
    given,
    reading,
    signal,
    [Symbol.asyncDispose]: () => {
      controller.abort()
      return reading
    },
  }
}
