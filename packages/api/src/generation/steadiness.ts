import { LEASE_SECONDS } from './recover.ts'

/** Milliseconds between two heartbeats from which on something was wrong here, or with the database. */
const GAP_MS = 3_000

/**
 * Whether this process may judge others by their heartbeats. After a gap in its own, theirs may have had the same one,
 * and before its start too: it waits a whole lease, in which whoever lives has beaten again.
 */
export class Steadiness {
  readonly #now: () => number
  #lastBeat: number
  #steadySince: number

  constructor(now = () => performance.now()) {
    this.#now = now
    this.#lastBeat = now()
    this.#steadySince = this.#lastBeat
  }

  /** This process's heartbeat was stored. */
  beat(): void {
    const now = this.#now()
    if (now - this.#lastBeat > GAP_MS) this.#steadySince = now
    this.#lastBeat = now
  }

  mayJudge(): boolean {
    const now = this.#now()
    return now - this.#lastBeat <= GAP_MS && now - this.#steadySince >= LEASE_SECONDS * 1_000
  }
}
