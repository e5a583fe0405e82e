import type { Counted } from '../report/tally.ts'
import type { Lane } from '../world/lane.ts'
import type { World } from '../world/world.ts'

/** Ends a replica as a power cut does, and counts it. */
export function kill({ tally }: World, { replica }: Lane, kind: Extract<Counted, `kills ${string}`>): void {
  if (replica.kill()) tally.count(kind)
}
