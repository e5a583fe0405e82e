import { newId } from '@parley/contract'
import type { Database, Logger } from '@parley/db'

import { Announcer } from './announcer.ts'
import { CHANGES_CHANNEL, formatNotice, parseNotice, type Users } from './notice.ts'
import { WakeUps } from './wake-ups.ts'

/** Whose rows have changed, told from process to process; what has changed is in the tables. */
export interface Changes extends AsyncDisposable {
  /** Feeds that are open in this process. */
  readonly feeds: number
  /** Something of the user was committed: wakes the user's feeds here at once, elsewhere a moment later. */
  announce(userId: string): void
  /** Something may have been committed that nobody announced: every feed everywhere looks again. */
  announceToAll(): void
  /** Calls `wake` whenever something of the user may have changed, until it is disposed. */
  subscribe(userId: string, wake: () => void): Disposable
}

/** The announcements of this process. Disposing sends what still waits. */
export async function createChanges({ db, logger }: { db: Database; logger: Logger }): Promise<Changes> {
  const process = newId()
  const wakeUps = new WakeUps()
  const unlisten = await db.listen(
    CHANGES_CHANNEL,
    (payload) => {
      const notice = parseNotice(payload)
      if (notice !== null && notice.process !== process) wakeUps.wake(notice.users)
    },
    () => wakeUps.wake(null),
  )
  const announcer = new Announcer({
    send: (users) => db.notify(CHANGES_CHANNEL, formatNotice({ process, users })),
    logger,
  })
  const announce = (users: Users) => {
    wakeUps.wake(users)
    announcer.announce(users)
  }
  return {
    get feeds() {
      return wakeUps.size
    },
    announce: (userId) => announce(new Set([userId])),
    announceToAll: () => announce(null),
    subscribe: (userId, wake) => wakeUps.subscribe(userId, wake),
    [Symbol.asyncDispose]: async () => {
      await announcer[Symbol.asyncDispose]()
      await unlisten()
    },
  }
}
