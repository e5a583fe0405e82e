import { setTimeout as delay } from 'node:timers/promises'

const TICK_MS = 50

/**
 * A clock that stands still while this machine does: a tick that comes late counts as one tick. Deadlines on it judge
 * the servers, not how busy the machine is.
 */
export function startFairClock(): FairClock {
  let ticks = 0
  const timer = setInterval(() => (ticks += 1), TICK_MS)
  timer.unref()
  const now = () => ticks * TICK_MS
  return {
    now,
    until: async (condition, within) => {
      const deadline = now() + within
      for (;;) {
        if (await condition()) return true
        if (now() > deadline) return false
        await delay(TICK_MS)
      }
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

export interface FairClock extends Disposable {
  /** Milliseconds since the start. */
  now(): number
  /** Whether the condition came true within this many milliseconds. */
  until(condition: () => boolean | Promise<boolean>, within: number): Promise<boolean>
}
