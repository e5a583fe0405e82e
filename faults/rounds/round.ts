import type { Actor } from '../client/actor.ts'
import type { Random } from '../seed/random.ts'
import type { World } from '../world/world.ts'

/** What a round works with. */
export interface Stage {
  world: World
  random: Random
  /** By `performance.now()`: after it a round kills no more. */
  deadline: number
  /** A client with choices of its own, as one of the guests, by number; any when left out. */
  actor(name: string, guest?: number): Actor
  /** Work that goes on beside the faults and is awaited when they are over. */
  background(work: Promise<unknown>): void
}

/** Does its faults while clients work; resolves when the faults are over. */
export type Round = (stage: Stage) => Promise<void>
