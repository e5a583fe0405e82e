import type { AppRouter, ChangesEvent } from '@parley/api'
import { createTRPCClient, type TRPCClient } from '@trpc/client'

import { createChanges, type ChangesOptions } from './changes.ts'
import { createConnection, type ConnectionOptions } from './connection.ts'
import type { AnswerEvent } from './follow-answer.ts'
import type { Tracked } from './resume.ts'
import { createSend, type SendOptions } from './send.ts'

export type ParleyOptions = ConnectionOptions

export interface Parley {
  /** Every procedure, typed by the server's router. */
  trpc: TRPCClient<AppRouter>
  /**
   * Sends a message and yields its answer as it is written. It is sent once, however often the connection breaks, and
   * the texts that are yielded add up to the finished answer. Leaving the loop leaves the answer running.
   *
   * @example
   * for await (const event of parley.send({ conversationId, content: 'Hello' })) {
   *   if (event.type === 'text-delta') process.stdout.write(event.text)
   * }
   */
  send: (options: SendOptions) => AsyncGenerator<AnswerEvent>
  /**
   * What changes for the user, in this tab or anywhere else, until the loop is left. After `reload`, which comes first
   * unless `lastEventId` is from the last day, read what is shown; `changes` says how rows of it are from then on.
   * Goes on by itself after the connection was lost, and misses nothing.
   *
   * @example
   * for await (const { id, data } of parley.changes()) {
   *   if (data.type === 'reload') await readEverything()
   *   else for (const change of data.changes) show(change)
   * }
   */
  changes: (options?: ChangesOptions) => AsyncGenerator<Tracked<ChangesEvent>>
  /** Ends every loop and the connection; answers go on at the server. */
  close: () => void
}

/** The typed client. Works in browsers and in Node 22 or newer. */
export function createParley(options: ParleyOptions): Parley {
  const connection = createConnection(options)
  const closing = new AbortController()
  const trpc = createTRPCClient<AppRouter>({ links: connection.links })
  return {
    trpc,
    send: createSend(trpc, closing.signal),
    changes: createChanges(trpc, closing.signal),
    close: () => {
      closing.abort()
      connection.close()
    },
  }
}
