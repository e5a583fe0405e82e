import { setTimeout as delay } from 'node:timers/promises'

import { comeAndGo, converse } from '../client/converse.ts'
import { kill } from '../nemesis/kill.ts'
import type { Round } from './round.ts'

const CONVERSATIONS = 6
const SHORT_ONES = 4
const CRASHES = 3

/** The database ends at once in mid-traffic, comes back, and sometimes a replica dies with it. */
export const crashDatabase: Round = async (stage) => {
  const { world, random } = stage
  for (let index = 0; index < CONVERSATIONS; index++) {
    stage.background(converse(stage.actor(`actor ${index}`), { turns: 3, words: [20, 80], pace: [20, 60] }))
  }
  for (let index = 0; index < SHORT_ONES; index++) stage.background(comeAndGo(stage.actor(`short ${index}`)))
  for (let index = 0; index < CRASHES; index++) {
    await delay(random.whole(500, 2_000))
    const lane = random.pick(world.lanes)
    for (const { toDatabase } of world.lanes) toDatabase.refuses = true
    await world.database.crash()
    world.tally.count('database crashes')
    if (random.chance(0.5)) {
      kill(world, lane, 'kills at random')
      stage.background(lane.replica.start())
    }
    await delay(random.whole(0, 2_000))
    for (const { toDatabase } of world.lanes) toDatabase.refuses = false
  }
  await delay(random.whole(500, 1_500))
}
