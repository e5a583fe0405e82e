import { setTimeout as delay } from 'node:timers/promises'

import { comeAndGo, converse } from '../client/converse.ts'
import { askThroughPackage } from '../client/typed-client.ts'
import { disturb } from '../nemesis/disturb.ts'
import { kill } from '../nemesis/kill.ts'
import type { Lane } from '../world/lane.ts'
import type { Round, Stage } from './round.ts'

const CONVERSATIONS = 8
/** Clients with short conversations, until the kills are over. */
const SHORT_ONES = 4

/** How often the next kill does not wait until the replica is ready. */
const DURING_START = 0.3

/** Each replica is killed `kills` times at random moments while connections break. */
export const randomKills =
  (kills: number): Round =>
  async (stage) => {
    const { world, random } = stage
    for (let index = 0; index < CONVERSATIONS; index++) {
      stage.background(converse(stage.actor(`actor ${index}`), { turns: 2, words: [15, 60], pace: [15, 60] }))
    }
    for (let index = 0; index < SHORT_ONES; index++) stage.background(comeAndGo(stage.actor(`short ${index}`)))
    for (const lane of world.lanes) stage.background(askThroughPackage(stage.actor(`typed ${lane.name}`), lane.url))
    const over = new AbortController()
    const disturbing = disturb(world, random.fork('disturb'), over.signal)
    await Promise.all(world.lanes.map((lane) => killAgainAndAgain(stage, lane, kills)))
    over.abort()
    await disturbing
  }

async function killAgainAndAgain({ world, random, deadline }: Stage, lane: Lane, kills: number): Promise<void> {
  const own = random.fork(`kills ${lane.name}`)
  for (let index = 0; index < kills && performance.now() < deadline; index++) {
    await delay(own.whole(150, 1_500))
    kill(world, lane, 'kills at random')
    await delay(own.whole(0, 300))
    const started = lane.replica.start()
    if (index === kills - 1 || !own.chance(DURING_START)) await started
  }
}
