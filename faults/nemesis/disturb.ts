import { setTimeout as delay } from 'node:timers/promises'

import type { Random } from '../seed/random.ts'
import type { World } from '../world/world.ts'

/** Breaks, freezes and mutes connections, one after the other, until the signal. */
export async function disturb(world: World, random: Random, signal: AbortSignal): Promise<void> {
  const wait = (from: number, to: number) => delay(random.whole(from, to), undefined, { signal }).catch(() => undefined)
  while (!signal.aborted) {
    await wait(200, 1_200)
    const { toDatabase, fromClients } = random.pick(world.lanes)
    switch (random.pick(['database cut', 'client cut', 'freeze', 'mute'] as const)) {
      case 'database cut':
        world.tally.count(
          'database cuts',
          toDatabase.cut(() => random.chance(0.5)),
        )
        break
      case 'client cut':
        world.tally.count(
          'client cuts',
          fromClients.cut(() => random.chance(0.5)),
        )
        break
      case 'freeze':
        world.tally.count('database freezes')
        toDatabase.freeze()
        await wait(300, 3_000)
        toDatabase.thaw()
        break
      case 'mute':
        fromClients.losesAnswers = true
        world.tally.count('lost acknowledgements')
        await wait(100, 400)
        fromClients.losesAnswers = false
        break
    }
  }
}
