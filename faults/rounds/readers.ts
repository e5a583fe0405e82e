import { setTimeout as delay } from 'node:timers/promises'

import { readTwice, stop, type Actor } from '../client/actor.ts'
import { ask } from '../client/ask.ts'
import { comeAndGo } from '../client/converse.ts'
import type { ReaderOptions } from '../client/read-answer.ts'
import type { Round, Stage } from './round.ts'

/** Clients with short conversations beside the readers. */
const SHORT_ONES = 3

const STOPS = 32
const STOPS_AT_ONCE = 4

/** Words of the answer whose readers are cut off at each. */
const EVENTS = 200
const POLL_MS = 5

/** One question, sent this many times at once over both replicas. */
const CROWD = 50

/**
 * Both replicas live: readers are cut off at every event or take nothing for a while, one question is sent by a crowd,
 * and answers are stopped.
 */
export const readers: Round = async (stage) => {
  for (let index = 0; index < SHORT_ONES; index++) stage.background(comeAndGo(stage.actor(`short ${index}`)))
  await Promise.all([
    readCut(stage),
    readIn(stage.actor('slow'), 'slow', { words: [300, 300], pace: [2, 2] }),
    readIn(stage.actor('crowd'), 'plain', { words: [20, 20], pace: [10, 10], width: CROWD }),
  ])
  for (let index = 0; index < STOPS; index += STOPS_AT_ONCE) {
    await Promise.all(
      Array.from({ length: STOPS_AT_ONCE }, (_, beside) => stopOne(stage.actor(`stop ${index + beside}`))),
    )
  }
}

/** The provider says the next word when a reader was shown the last one, so that there is an event to cut at a word. */
async function readCut(stage: Stage): Promise<void> {
  const actor = stage.actor('cutting')
  let seen = 0
  const pacer = async (said: string) => {
    while (seen < said.length && performance.now() < stage.deadline) await delay(POLL_MS)
  }
  await readIn(actor, 'cutting', { words: [EVENTS, EVENTS], pace: [0, 0], pacer }, (text) => {
    seen = Math.max(seen, text.length)
  })
}

async function readIn(
  actor: Actor,
  manner: NonNullable<ReaderOptions['manner']>,
  plan: Parameters<typeof ask>[1],
  onText: (text: string) => void = () => {},
): Promise<void> {
  const conversationId = actor.random.uuid()
  const asked = await ask(actor, plan, conversationId)
  if (asked === null) return
  const onResume = (milliseconds: number) => actor.world.tally.measure('resume', milliseconds)
  await readTwice(actor, { conversationId, messageId: asked.answer.id }, { manner, onResume, onText })
}

/** Stops an answer at a random moment, the one before its first word included, and times the provider's connection. */
async function stopOne(actor: Actor): Promise<void> {
  const { world, random } = actor
  const conversationId = random.uuid()
  const began = performance.now()
  const asked = await ask(actor, { words: [200, 300], pace: [20, 40], nasty: false, width: 1 }, conversationId)
  if (asked === null) return
  world.tally.measure('send', performance.now() - began)
  await delay(random.pick([0, 0, random.whole(0, 60), random.whole(0, 1_500)]))
  const invoked = performance.now()
  const told = await stop(actor, { conversationId, messageId: asked.answer.id })
  if (told?.status !== 'stopped') return
  const call = world.provider.calls.of(asked.question.id).at(-1)
  if (call === undefined) return
  const closed = await world.clock.until(() => call.closedAt !== null, 10_000)
  const took = (call.closedAt ?? performance.now()) - invoked
  world.tally.measure('stop', Math.max(0, took))
  if (!closed) world.history.note('a call goes on after its stop', asked.question.id)
}
