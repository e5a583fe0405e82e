import { setTimeout as delay } from 'node:timers/promises'

import { readTwice, type Actor } from '../client/actor.ts'
import { ask } from '../client/converse.ts'
import { kill } from '../nemesis/kill.ts'
import type { Lane } from '../world/lane.ts'
import type { World } from '../world/world.ts'
import type { Round, Stage } from './round.ts'
import type { Point, SweepPoints } from './sweep-points.ts'

/**
 * Milliseconds from the moment to the kill. A server that goes on without the answer that it waits for has time to show
 * it: by acknowledging what is not committed, or by telling readers.
 */
const HOLDS_MS = [0, 0, 80, 300]

/** How long a trap may wait for its moment, in milliseconds; the answer itself takes a tenth of a second. */
const PATIENCE_MS = 10_000

/** At each moment of a send and its answer the replica that does it is killed, `kills` times each replica. */
export const sweep =
  (points: SweepPoints, kills: number): Round =>
  async (stage) => {
    await Promise.all(stage.world.lanes.map((lane) => sweepLane(stage, lane, points, kills)))
  }

async function sweepLane(stage: Stage, lane: Lane, points: SweepPoints, kills: number): Promise<void> {
  const { world, deadline } = stage
  for (let index = 0; index < kills && performance.now() < deadline; index++) {
    await lane.replica.start()
    const point = points.next()
    const guest = world.lanes.indexOf(lane) * kills + index
    const actor = stage.actor(`sweep ${lane.name} ${index}`, guest)
    const { token, userId } = world.guests[guest] ?? { token: '', userId: '' }
    const answered = sendOnce(actor, lane.url)
    stage.background(answered)
    const fired = await Promise.race([
      setTrap(world, lane, point, { about: [userId, token.split('.')[0] ?? ''], hold: actor.random.pick(HOLDS_MS) }),
      answered.then(() => false),
      delay(PATIENCE_MS, false, { ref: false }),
    ])
    lane.flights.clear()
    world.provider.onStage = () => {}
    if (!fired && point.at === 'flight') points.exhausted()
  }
  await lane.replica.start()
}

interface Trigger {
  about: readonly string[]
  hold: number
}

/** Resolves when the replica was killed at that moment. */
function setTrap(world: World, lane: Lane, point: Point, { about, hold }: Trigger): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const fire = async (kind: Parameters<typeof kill>[2]) => {
    if (hold > 0) await delay(hold)
    kill(world, lane, kind)
    resolve(true)
  }
  if (point.at === 'flight') {
    const { flight, position } = point
    lane.flights.set({ flight, position, about, fire: () => void fire(`kills at a flight ${position}`) })
  } else {
    // The other replica may be in the middle of a call too: then the kill hits at another moment, which is as good.
    world.provider.onStage = (_id, stage, word) => {
      if (stage !== point.stage || word < point.word) return
      world.provider.onStage = () => {}
      void fire('kills at the provider')
    }
  }
  return promise
}

async function sendOnce(actor: Actor, firstUrl: string): Promise<void> {
  const conversationId = actor.random.uuid()
  const asked = await ask(actor, { words: [8, 8], pace: [12, 12], firstUrl, nasty: false }, conversationId)
  if (asked === null) return
  await readTwice(actor, { conversationId, messageId: asked.answer.id })
  await asked.repeat()
}
