import { setTimeout as delay } from 'node:timers/promises'

import { readTwice, type Actor } from '../client/actor.ts'
import { ask } from '../client/ask.ts'
import { comeAndGo } from '../client/converse.ts'
import { kill } from '../nemesis/kill.ts'
import type { OnMoment } from '../provider/server.ts'
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
    const { lanes, guests } = stage.world
    // Guests whose statements nobody counts.
    for (const guest of [guests.length - 1, guests.length - 2]) {
      stage.background(comeAndGo(stage.actor(`short ${guest}`, guest)))
    }
    await Promise.all(lanes.map((lane) => sweepLane(stage, lane, points, kills)))
  }

async function sweepLane(stage: Stage, lane: Lane, points: SweepPoints, kills: number): Promise<void> {
  const { world, deadline } = stage
  const first = world.lanes.indexOf(lane) * kills
  // What a tab asks for would be counted too; the tabs at the other replica stay and are told nothing by the dead one.
  const counted = world.guests.slice(first, first + kills)
  const tabs = world.tabs.filter((tab) => tab.lane === lane && counted.includes(tab.guest))
  await Promise.all(tabs.map((tab) => tab.close()))
  for (const [index, { token, userId }] of counted.entries()) {
    if (performance.now() > deadline) break
    await lane.replica.start()
    const point = points.next()
    const actor = stage.actor(`sweep ${lane.name} ${index}`, first + index)
    const about = [userId, token.split('.')[0] ?? '']
    const trap = setTrap(world, lane, point, { about, hold: actor.random.pick(HOLDS_MS) })
    const answered = sendOnce(actor, lane.url, trap.onMoment)
    stage.background(answered)
    await Promise.race([trap.sprung, answered, delay(PATIENCE_MS, undefined, { ref: false })])
    const fired = await trap.clear()
    if (!fired && point.at === 'flight') points.exhausted()
  }
  await lane.replica.start()
  for (const tab of tabs) tab.open()
}

interface Trigger {
  about: readonly string[]
  hold: number
}

interface Trap {
  /** Resolves when the replica was killed at the moment. */
  sprung: Promise<boolean>
  onMoment: OnMoment
  /** Whether its moment came; resolves when the replica was killed then. */
  clear(): Promise<boolean>
}

function setTrap(world: World, lane: Lane, point: Point, { about, hold }: Trigger): Trap {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  let isSet = true
  const fire = async (kind: Parameters<typeof kill>[2]) => {
    isSet = false
    if (hold > 0) await delay(hold)
    kill(world, lane, kind)
    resolve(true)
  }
  if (point.at === 'flight') {
    const { flight, position } = point
    lane.flights.set({ flight, position, about, fire: () => void fire(`kills at a statement ${position}`) })
  }
  return {
    sprung: promise,
    onMoment: (moment, word) => {
      if (!isSet || point.at !== 'call' || moment !== point.moment || word < point.word) return
      void fire('kills at the provider')
    },
    clear: () => {
      lane.flights.clear()
      if (isSet) resolve(false)
      isSet = false
      return promise
    },
  }
}

async function sendOnce(actor: Actor, firstUrl: string, onMoment: OnMoment): Promise<void> {
  const conversationId = actor.random.uuid()
  const plan = { words: [8, 8], pace: [12, 12], firstUrl, nasty: false, onMoment } as const
  const asked = await ask(actor, plan, conversationId)
  if (asked === null) return
  await readTwice(actor, { conversationId, messageId: asked.answer.id })
  await asked.repeat()
}
