import type { GenerationLog, Logger } from '@parley/db'

import type { Bus } from './bus.ts'
import { lastSeq } from './stored-events.ts'

/**
 * Passes on to the followers in this process what other processes have stored. One statement at a time reads it for all
 * generations that were named since the last one, so that load makes readings larger, not more frequent.
 */
export class Relay {
  readonly #bus: Bus
  readonly #read: GenerationLog['read']
  readonly #logger: Logger
  /** The last event that was passed on, by generation. */
  readonly #positions = new Map<string, number>()
  #named = new Set<string>()
  #reading = false

  constructor(bus: Bus, read: GenerationLog['read'], logger: Logger) {
    this.#bus = bus
    this.#read = read
    this.#logger = logger
  }

  /** Another process has stored more of these generations. */
  stored(generationIds: readonly string[]): void {
    for (const id of generationIds) if (this.#bus.ownerOf(id) !== undefined) this.#named.add(id)
    if (!this.#reading) void this.#passAllOn()
  }

  /** Another process has ended this generation. */
  ended(generationId: string): void {
    this.#bus.publish(generationId, { type: 'ended' })
  }

  async #passAllOn(): Promise<void> {
    this.#reading = true
    while (this.#named.size > 0) {
      const named = [...this.#named]
      this.#named = new Set()
      await this.#passOn(named)
    }
    this.#reading = false
    for (const id of this.#positions.keys()) if (this.#bus.ownerOf(id) === undefined) this.#positions.delete(id)
  }

  async #passOn(generationIds: string[]): Promise<void> {
    const positions = generationIds.flatMap((generationId) => {
      const userId = this.#bus.ownerOf(generationId)
      return userId === undefined ? [] : [{ userId, generationId, seq: this.#positions.get(generationId) ?? 0 }]
    })
    try {
      for (const [generationId, events] of await this.#read(positions)) {
        if (events.length === 0) continue
        this.#positions.set(generationId, lastSeq(events))
        this.#bus.publish(generationId, { type: 'events', events })
      }
    } catch (err) {
      this.#logger.warn({ err, generations: positions.length }, 'stored events could not be passed on')
      // Each follower reads by itself then, and tells its reader what is wrong.
      for (const { generationId } of positions) this.#bus.publish(generationId, { type: 'stale' })
    }
  }
}
