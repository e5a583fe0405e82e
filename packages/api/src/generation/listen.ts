import { GENERATIONS_CHANNEL, parseNotice, type Database, type GenerationNotice } from '@parley/db'

import type { Bus } from './bus.ts'
import type { Relay } from './relay.ts'

interface ListenOptions {
  db: Database
  bus: Bus
  relay: Relay
  /** Whether a process id is this process's own: what it committed was told here already. */
  isOwn: (processId: string) => boolean
  stop: (generationId: string) => void
}

/** Passes on what other processes tell. After a lost connection every follower reads the log again. */
export async function listen({ db, bus, relay, isOwn, stop }: ListenOptions): Promise<AsyncDisposable> {
  const onNotice = (notice: GenerationNotice) => {
    if (notice.type === 'stop') {
      if (isOwn(notice.process)) stop(notice.generationId)
    } else if (isOwn(notice.process)) return
    else if (notice.type === 'ended') relay.ended(notice.generationId)
    else relay.stored(notice.generations)
  }
  const unlisten = await db.listen(
    GENERATIONS_CHANNEL,
    (payload) => {
      const notice = parseNotice(payload)
      if (notice !== null) onNotice(notice)
    },
    () => bus.publishToAll({ type: 'stale' }),
  )
  return { [Symbol.asyncDispose]: unlisten }
}
