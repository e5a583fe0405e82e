import { setTimeout as delay } from 'node:timers/promises'

import type { Logger } from '@parley/db'

import { backoff } from '../generation/retry.ts'
import { joinUsers, type Users } from './notice.ts'

/** Milliseconds between two tries while the other processes cannot be told. */
const BACKOFF = { first: 50, most: 1_000 }

interface AnnouncerOptions {
  send: (users: Users) => Promise<void>
  logger: Logger
  longestPauseMs?: number
}

const NOBODY: Users = new Set()

/**
 * Tells the other processes whose rows have changed, one notice at a time: whoever changes something while one is on its
 * way goes along with the next. A notification takes a lock of the whole database, so they stay few under load.
 */
export class Announcer implements AsyncDisposable {
  readonly #options: AnnouncerOptions
  readonly #closing = new AbortController()
  #waiting: Users = NOBODY
  #sending: Promise<void> | null = null

  constructor(options: AnnouncerOptions) {
    this.#options = options
  }

  /** Never throws. Every user is in a notice that was sent after this call, however long the database is away. */
  announce(users: Users): void {
    this.#waiting = joinUsers(this.#waiting, users)
    this.#sending ??= this.#sendAll()
  }

  /** Sends what waits, without another try when that fails. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#sending
  }

  async #sendAll(): Promise<void> {
    for (let failures = 0; this.#waiting !== NOBODY;) {
      const users = this.#waiting
      this.#waiting = NOBODY
      try {
        await this.#options.send(users)
        failures = 0
      } catch (err) {
        if (this.#closing.signal.aborted) break
        if (failures++ === 0) this.#options.logger.warn({ err }, 'changes could not be announced, trying again')
        this.#waiting = joinUsers(users, this.#waiting)
        await this.#pause(failures)
      }
    }
    this.#sending = null
  }

  #pause(failures: number): Promise<void> {
    const { longestPauseMs = BACKOFF.most } = this.#options
    return delay(backoff(failures, { ...BACKOFF, most: longestPauseMs }), undefined, {
      signal: this.#closing.signal,
    }).catch(() => undefined)
  }
}
