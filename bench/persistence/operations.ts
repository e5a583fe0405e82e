import { newId } from '@parley/contract'
import { createRepository } from '@parley/db'

import type { Call, Pair } from './compare.ts'
import { LONG, OWNER, SHORT, type Length } from './conversations.ts'
import { createRaw } from './raw.ts'
import type { Pools } from './server.ts'

const CONTENT = 'What would a day in the mountains be like if we took the early train and walked down to the lake?'

/** Every operation of the bench, done by the repository and by hand-written SQL, for the user with a thousand conversations. */
export interface Operations {
  /** To another of the short conversations with each call; no two callers share one. */
  readonly append: Pair<Call>
  readonly appendTo: (length: Length) => Pair<Call>
  readonly last20: (length: Length) => Pair<Call>
  readonly whole: (length: Length) => Pair<Call>
  readonly list30: Pair<Call>
}

/** The simultaneous callers that an append's conversations are shared out to. */
export const CALLERS = 16

export async function createOperations({ ours, raw }: Pools): Promise<Operations> {
  const rows = await ours.query<{ n: number; userId: string; id: string }>(
    `select n, user_id as "userId", id from bench.conversations where ${OWNER} = 1`,
  )
  const userId = rows[0]?.userId ?? ''
  const ids = new Map(rows.map(({ n, id }) => [n, id]))
  const idOf = (n: number): string => {
    const id = ids.get(n)
    if (id === undefined) throw new Error(`Conversation ${n} is not loaded.`)
    return id
  }
  const repo = createRepository(ours, userId)
  const sql = createRaw(raw, userId)
  const appending = (conversation: (caller: number) => string): Pair<Call> => ({
    ours: (caller) =>
      repo.messages.append({ conversationId: conversation(caller), id: newId(), role: 'user', content: CONTENT }),
    base: (caller) => sql.append(conversation(caller), newId(), 'user', CONTENT),
  })
  const share = Math.floor(SHORT / CALLERS)
  let turn = 0
  return {
    append: appending((caller) => idOf(1 + caller * share + (turn++ % share))),
    appendTo: (length) => {
      const conversationId = idOf(LONG[length])
      return appending(() => conversationId)
    },
    last20: (length) => {
      const conversationId = idOf(LONG[length])
      return {
        ours: () => repo.messages.context({ conversationId, limit: 20 }),
        base: () => sql.last(conversationId, 20),
      }
    },
    whole: (length) => {
      const conversationId = idOf(LONG[length])
      return { ours: () => repo.messages.all({ conversationId }), base: () => sql.all(conversationId) }
    },
    list30: {
      ours: () => repo.conversations.list({ limit: 30, archived: false, trashed: false }),
      base: () => sql.list(30),
    },
  }
}
