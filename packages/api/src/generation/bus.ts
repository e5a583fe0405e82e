import type { GenerationKey, StoredEvent } from '@parley/db'

/**
 * What a follower is told about a generation:
 * `events` were committed; `ended` it is over; `stale` news may have been missed: read the log.
 */
export type News = { type: 'events'; events: readonly StoredEvent[] } | { type: 'ended' } | { type: 'stale' }

type Listener = (news: News) => void

interface Followed {
  userId: string
  listeners: Set<Listener>
}

/** Wakes the followers in this process. Only what is committed is ever published here. */
export class Bus {
  readonly #followed = new Map<string, Followed>()

  /** Calls the listener with all news of one generation until it is disposed. */
  subscribe({ userId, generationId }: GenerationKey, listener: Listener): Disposable {
    const followed = this.#followed.get(generationId) ?? { userId, listeners: new Set() }
    this.#followed.set(generationId, followed)
    followed.listeners.add(listener)
    return {
      [Symbol.dispose]: () => {
        followed.listeners.delete(listener)
        if (followed.listeners.size === 0 && this.#followed.get(generationId) === followed) {
          this.#followed.delete(generationId)
        }
      },
    }
  }

  /** Whose generation it is, when somebody follows it here. */
  ownerOf(generationId: string): string | undefined {
    return this.#followed.get(generationId)?.userId
  }

  publish(generationId: string, news: News): void {
    for (const listener of this.#followed.get(generationId)?.listeners ?? []) listener(news)
  }

  /** Every follower reads the log again. */
  publishToAll(news: News): void {
    for (const { listeners } of this.#followed.values()) for (const listener of listeners) listener(news)
  }
}
