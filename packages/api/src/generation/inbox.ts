import type { StoredEvent } from '@parley/db'

import type { News } from './bus.ts'

/** Events a follower may have waiting before it is sent to the log instead. */
const ROOM = 2_000

/** What has come for one follower since it last looked; bounded, because the log has everything. */
export class Inbox {
  #events: StoredEvent[] = []
  #ended = false
  #stale = false
  #wake: (() => void) | null = null

  readonly put = (news: News): void => {
    if (news.type === 'ended') this.#ended = true
    else if (news.type === 'stale' || this.#events.length + news.events.length > ROOM) {
      this.#stale = true
      this.#events = []
    } else this.#events.push(...news.events)
    this.#wake?.()
  }

  /** All that has come. Waits for news at most `patience` milliseconds; after that the log is worth a look. */
  async take(patience: number, signal: AbortSignal | undefined) {
    const idle = this.#events.length === 0 && !this.#ended && !this.#stale
    const waited = idle ? await this.#wait(patience, signal) : 'news'
    const taken = { events: this.#events, ended: this.#ended, stale: this.#stale || waited === 'timeout' }
    this.#events = []
    this.#stale = false
    return taken
  }

  async #wait(patience: number, signal: AbortSignal | undefined): Promise<'news' | 'timeout'> {
    if (signal?.aborted === true) return 'news'
    const { promise, resolve } = Promise.withResolvers<'news' | 'timeout'>()
    const timer = setTimeout(resolve, patience, 'timeout')
    const wake = () => resolve('news')
    this.#wake = wake
    signal?.addEventListener('abort', wake, { once: true })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      this.#wake = null
    }
  }
}
