import { MessageSplitter } from './postgres-messages.ts'
import type { Watcher } from './tunnel.ts'

/**
 * Where a server is killed, as seen from the wire to its database: `unsent` the flight has left the server and never
 * arrives, `unanswered` it has its effect and the answer never arrives, `answered` the answer is in the server's hands.
 */
export const positions = ['unsent', 'unanswered', 'answered'] as const
export type Position = (typeof positions)[number]

export interface Trap {
  /** Which flight, counted from 1 since the trap was set. */
  flight: number
  position: Position
  /** Only flights that hold one of these texts are counted, and what follows them in their transactions. */
  about: readonly string[]
  fire: () => void
}

/** What the database answers with ReadyForQuery: Query and Sync. Preparing a statement is no flight of its own. */
const asks = new Set(['Q', 'S'])
const READY = 'Z'
/** The state that ReadyForQuery tells when no transaction is open. */
const IDLE = 'I'

/** Counts what one server asks its database, a flight being what its driver writes at once, and springs a trap. */
export class FlightWatch {
  #trap: Trap | null = null
  #seen = 0

  set(trap: Trap): void {
    this.#seen = 0
    this.#trap = trap
  }

  clear(): void {
    this.#trap = null
  }

  /** The watcher of one connection. */
  readonly watch = (): Watcher => {
    const fromClient = new MessageSplitter('client')
    const fromServer = new MessageSplitter('server')
    let unanswered = 0
    let isAbout = false
    let caught: { trap: Trap; left: number } | null = null
    let dead = false
    return {
      onClientBytes: (bytes) => {
        const asked = fromClient.push(bytes).filter(({ type }) => asks.has(type)).length
        if (dead) return 'drop'
        unanswered += asked
        isAbout ||= this.#trap?.about.some((text) => bytes.includes(text)) ?? false
        const trap = isAbout && asked > 0 ? this.#next() : null
        if (trap === null) return 'pass'
        if (trap.position !== 'unsent') {
          caught = { trap, left: unanswered }
          return 'pass'
        }
        dead = true
        trap.fire()
        return 'drop'
      },
      onServerBytes: (bytes) => {
        const ready = fromServer.push(bytes).filter(({ type }) => type === READY)
        // A connection that was just made is ready without being asked.
        unanswered = Math.max(0, unanswered - ready.length)
        if (unanswered === 0 && ready.at(-1)?.body.toString('latin1') === IDLE) isAbout = false
        if (dead) return 'drop'
        if (caught === null) return 'pass'
        caught.left -= ready.length
        const { trap, left } = caught
        const verdict = trap.position === 'unanswered' ? 'drop' : 'pass'
        if (left > 0) return verdict
        dead = verdict === 'drop'
        caught = null
        setImmediate(trap.fire)
        return verdict
      },
    }
  }

  #next(): Trap | null {
    if (this.#trap === null) return null
    this.#seen += 1
    if (this.#seen < this.#trap.flight) return null
    const trap = this.#trap
    this.#trap = null
    return trap
  }
}
