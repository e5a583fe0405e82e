import type { AppRouter, ChangesEvent } from '@parley/api'
import type { TRPCClient } from '@trpc/client'

import { queueOf } from './queue.ts'
import { resume, type Tracked } from './resume.ts'

export interface ChangesOptions {
  /** The id of the last event that was received, also long ago or by another process: goes on after it. */
  lastEventId?: string | null
  /** Ends the loop. */
  signal?: AbortSignal
}

/** The feed of a client, see `Parley.changes`; also of one that the React binding made. `closed` ends every loop. */
export function createChanges(trpc: TRPCClient<AppRouter>, closed: AbortSignal) {
  return ({ lastEventId = null, signal }: ChangesOptions = {}): AsyncGenerator<Tracked<ChangesEvent>> =>
    resume(
      (place) =>
        queueOf<Tracked<ChangesEvent>>((queue) =>
          trpc.changes.subscribe(
            { lastEventId: place.lastEventId },
            { signal: place.signal, onData: queue.push, onError: queue.fail, onComplete: queue.end },
          ),
        ),
      { lastEventId, signal: signal ? AbortSignal.any([signal, closed]) : closed },
    )
}
