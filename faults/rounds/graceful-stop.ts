import { readTwice } from '../client/actor.ts'
import { ask } from '../client/ask.ts'
import type { Round, Stage } from './round.ts'

const ANSWERS = 50
const READ = 6

/** Milliseconds that a process may take to end when it is asked to. */
const WITHIN_MS = 10_000

/** A replica with 50 running answers is asked to stop. */
export const gracefulStop: Round = async (stage) => {
  const { world, random } = stage
  const lane = random.pick(world.lanes)
  const asked = await Promise.all(Array.from({ length: ANSWERS }, (_, index) => startAnswer(stage, index, lane.url)))
  for (const one of asked.slice(0, READ)) if (one !== null) stage.background(readTwice(one.actor, one.ref))
  const before = world.clock.now()
  await lane.replica.stop()
  const took = world.clock.now() - before
  world.tally.count('graceful stops')
  world.tally.measure('graceful stop', took)
  if (took > WITHIN_MS) world.history.note('a slow stop', `${took} ms with ${ANSWERS} running answers`)
  await lane.replica.start()
}

async function startAnswer(stage: Stage, index: number, firstUrl: string) {
  const actor = stage.actor(`actor ${index}`)
  const conversationId = actor.random.uuid()
  const asked = await ask(actor, { words: [500, 600], pace: [90, 110], firstUrl, nasty: false }, conversationId)
  return asked && { actor, ref: { conversationId, messageId: asked.answer.id } }
}
