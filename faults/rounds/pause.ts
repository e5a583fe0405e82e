import { setTimeout as delay } from 'node:timers/promises'

import { comeAndGo, converse } from '../client/converse.ts'
import { kill } from '../nemesis/kill.ts'
import type { Round } from './round.ts'
import { running } from './running.ts'

const CONVERSATIONS = 5
const SHORT_ONES = 2

/** Answers that are being written when the replica falls asleep, and how long they may take to begin. */
const RUNNING = 4
const PATIENCE_MS = 10_000

/** The lease of a process, and how long the other one may take to fold what it ran, in milliseconds. */
const LEASE_MS = 6_000
const FOLDED_MS = 20_000

/** Long enough for a process that woke to try what it was about to do. */
const AWAKE_MS = 2_500

/** A replica with running answers sleeps past its lease and wakes, or is killed in its sleep. */
export const pause: Round = async (stage) => {
  const { world, random } = stage
  const lane = random.pick(world.lanes)
  const { calls } = world.provider
  const before = calls.streamed.length
  for (let index = 0; index < CONVERSATIONS; index++) {
    const plan = { turns: 1, words: [100, 200], pace: [60, 100], firstUrl: lane.url } as const
    stage.background(converse(stage.actor(`actor ${index}`), plan))
  }
  await world.clock.until(() => calls.streamed.length >= before + RUNNING, PATIENCE_MS)
  for (let index = 0; index < SHORT_ONES; index++) stage.background(comeAndGo(stage.actor(`short ${index}`)))
  await delay(random.whole(300, 2_000))
  lane.replica.pause()
  world.tally.count('pauses past the lease')
  await delay(LEASE_MS)
  await world.clock.until(async () => (await running(world)).orphans === 0, FOLDED_MS)
  await delay(random.whole(0, 1_500))
  if (random.chance(0.3)) {
    kill(world, lane, 'kills while paused')
    await lane.replica.start()
  } else lane.replica.wake()
  await delay(AWAKE_MS)
}
