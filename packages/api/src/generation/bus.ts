import type { StoredEvent } from '@parley/db'

/**
 * What a follower is told about a generation:
 * `events` were committed by this process; `ended` it is over; `stale` something was committed elsewhere, or news may
 * have been missed: read the log.
 */
export type News = { type: 'events'; events: readonly StoredEvent[] } | { type: 'ended' } | { type: 'stale' }

type Listener = (news: News) => void

/** Wakes the followers in this process. Only what is committed is ever published here. */
export class Bus {
  readonly #listeners = new Map<string, Set<Listener>>()

  /** Calls the listener with all news of one generation until it is disposed. */
  subscribe(generationId: string, listener: Listener): Disposable {
    const listeners = this.#listeners.get(generationId) ?? new Set()
    this.#listeners.set(generationId, listeners.add(listener))
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener)
        if (listeners.size === 0 && this.#listeners.get(generationId) === listeners) {
          this.#listeners.delete(generationId)
        }
      },
    }
  }

  publish(generationId: string, news: News): void {
    for (const listener of this.#listeners.get(generationId) ?? []) listener(news)
  }

  /** Every follower reads the log again. */
  publishToAll(news: News): void {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener(news)
  }
}
