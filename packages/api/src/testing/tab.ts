import { isTrackedEnvelope } from '@trpc/server'
import { expect } from 'vitest'

import type { ChangesEvent } from '../changes/feed.ts'
import type { TestApi } from './api.ts'
import { applyChanges, emptySnapshot, snapshotOf, type Snapshot } from './snapshot.ts'
import { until } from './until.ts'

/** A tab as a client keeps one: a snapshot, and on it all that its feed gave since. */
export class Tab {
  readonly userId: string
  state: Snapshot = emptySnapshot()
  position: string | null = null
  readonly events: ChangesEvent[] = []

  constructor(userId: string) {
    this.userId = userId
  }

  /** Reads the feed of a replica, from where it stands, until disposed. */
  open(api: TestApi): AsyncDisposable {
    const controller = new AbortController()
    const reading = this.#read(api, controller.signal)
    return {
      [Symbol.asyncDispose]: () => {
        controller.abort()
        return reading
      },
    }
  }

  /** Resolves when the tab shows what is stored. */
  shows(api: TestApi): Promise<void> {
    return until(async () => {
      expect(this.position).not.toBeNull()
      expect(this.state).toEqual(await snapshotOf(api, this.userId))
    })
  }

  async #read(api: TestApi, signal: AbortSignal): Promise<void> {
    const caller = api.callerFor(this.userId, { signal })
    const feed: AsyncIterable<unknown> = await caller.changes({ lastEventId: this.position })
    for await (const item of feed) {
      // Without a link in between, a caller gets the envelope itself.
      if (!isTrackedEnvelope<ChangesEvent>(item)) throw new Error('An event has no position.')
      const [position, event] = item
      if (event.type === 'reload') this.state = await snapshotOf(api, this.userId)
      else applyChanges(this.state, event)
      this.position = position
      this.events.push(event)
    }
  }
}
