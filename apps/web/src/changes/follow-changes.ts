import type { ChangesEvent } from '@parley/client'

import type { TrpcUtils } from '../api/trpc.ts'

type Subscribe = TrpcUtils['client']['changes']['subscribe']
export type Change = Extract<ChangesEvent, { type: 'changes' }>['changes'][number]

/** After what time a feed that the server ended is begun again, in milliseconds. */
const PAUSE = 2_000

/**
 * Hands over all that changes for this person, here and elsewhere, until the returned function is called. After a break
 * it goes on from the last event, or with `reload` where that is not possible.
 */
export function followChanges(subscribe: Subscribe, onEvent: (event: ChangesEvent) => void): () => void {
  let lastEventId: string | null = null
  let stop = () => {}
  const start = () => {
    const again = () => {
      const timer = setTimeout(start, PAUSE)
      stop = () => clearTimeout(timer)
    }
    const subscription = subscribe(
      { lastEventId },
      {
        onData: ({ id, data }) => {
          lastEventId = id
          onEvent(data)
        },
        onError: again,
        onComplete: again,
      },
    )
    stop = () => subscription.unsubscribe()
  }
  start()
  return () => stop()
}
