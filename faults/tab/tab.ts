import { setTimeout as delay } from 'node:timers/promises'

import { createParley, type GuestSession, type Parley } from '@parley/client'
import type { Database } from '@parley/db'

import type { Lane } from '../world/lane.ts'
import { applyChanges, emptySnapshot, readSnapshot, type Snapshot } from './snapshot.ts'

interface Options {
  lane: Lane
  guest: GuestSession
  db: Database
  /** Told what the server refused; the tab then shows nothing new. */
  onRefusal: (detail: string) => void
}

/** Milliseconds before everything is read again that could not be read. */
const AGAIN_MS = 200

/** A tab of a guest at one replica, as people have it: a snapshot, and on it all that the feed of changes gave since. */
export class Tab implements AsyncDisposable {
  readonly #options: Options
  shown: Snapshot = emptySnapshot()
  #lastEventId: string | null = null
  #ending = new AbortController()
  #reading: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get lane(): Lane {
    return this.#options.lane
  }

  get guest(): GuestSession {
    return this.#options.guest
  }

  get name(): string {
    return `the tab of ${this.guest.userId} at replica ${this.lane.name}`
  }

  /** Goes on from the last event that it has, on a socket that is made again whenever it breaks. */
  open(): void {
    if (this.#reading !== null) return
    this.#ending = new AbortController()
    this.#reading = this.#read(this.#ending.signal)
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#reading
    this.#reading = null
  }

  /** Everything as it is stored now. */
  async stored(): Promise<Snapshot> {
    const { lane, guest, db } = this.#options
    const parley = createParley({ url: lane.url, token: guest.token })
    try {
      return await readSnapshot(parley, db, guest.userId)
    } finally {
      parley.close()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { lane, guest, onRefusal } = this.#options
    const parley = createParley({ url: lane.url, token: guest.token })
    try {
      for await (const { id, data } of parley.changes({ lastEventId: this.#lastEventId, signal })) {
        if (data.type === 'changes') applyChanges(this.shown, data)
        else await this.#reload(parley, signal)
        if (!signal.aborted) this.#lastEventId = id
      }
    } catch (error) {
      onRefusal(`${this.name}: ${String(error)}`)
    } finally {
      parley.close()
    }
  }

  /** Reads everything, however often the replica goes away meanwhile. */
  async #reload(parley: Parley, signal: AbortSignal): Promise<void> {
    const { db, guest } = this.#options
    while (!signal.aborted) {
      const snapshot = await readSnapshot(parley, db, guest.userId).catch(() => null)
      if (snapshot === null) await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined)
      else {
        this.shown = snapshot
        return
      }
    }
  }
}
