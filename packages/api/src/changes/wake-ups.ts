import type { Users } from './notice.ts'

/** The feeds of this process, by user. */
export class WakeUps {
  readonly #feeds = new Map<string, Set<() => void>>()
  #size = 0

  /** Feeds that are open now. */
  get size(): number {
    return this.#size
  }

  /** Calls `wake` whenever something of the user may have changed, until it is disposed. */
  subscribe(userId: string, wake: () => void): Disposable {
    const feeds = this.#feeds.get(userId) ?? new Set()
    this.#feeds.set(userId, feeds.add(wake))
    this.#size++
    return {
      [Symbol.dispose]: () => {
        if (!feeds.delete(wake)) return
        this.#size--
        if (feeds.size === 0) this.#feeds.delete(userId)
      },
    }
  }

  /** Wakes the feeds of these users; null wakes everybody's. */
  wake(users: Users): void {
    for (const userId of users ?? this.#feeds.keys()) for (const wake of this.#feeds.get(userId) ?? []) wake()
  }
}
