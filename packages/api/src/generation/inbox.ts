import type { StoredEvent } from '@parley/db'

import { Bell } from '../bell.ts'
import type { News } from './bus.ts'

/** Events a follower may have waiting before it is sent to the log instead. */
const ROOM = 2_000

/** What has come for one follower since it last looked; bounded, because the log has everything. */
export class Inbox {
  #events: StoredEvent[] = []
  #ended = false
  #stale = false
  readonly #bell = new Bell()

  readonly put = (news: News): void => {
    if (news.type === 'ended') this.#ended = true
    else if (news.type === 'stale' || this.#events.length + news.events.length > ROOM) {
      this.#stale = true
      this.#events = []
    } else this.#events.push(...news.events)
    this.#bell.ring()
  }

  /** All that has come. Waits for news at most `patience` milliseconds; after that the log is worth a look. */
  async take(patience: number, signal: AbortSignal | undefined) {
    const heard = await this.#bell.heard(patience, signal)
    const taken = { events: this.#events, ended: this.#ended, stale: this.#stale || !heard }
    this.#events = []
    this.#stale = false
    return taken
  }
}
