import { setTimeout as delay } from 'node:timers/promises'

import type { History, ToldAnswer, Turn } from '../history/history.ts'
import type { Random } from '../seed/random.ts'
import type { World } from '../world/world.ts'
import { call, type Outcome } from './call.ts'
import { insist, noteRefusal, passing } from './insist.ts'
import { readAnswer, type ReaderOptions } from './read-answer.ts'
import { messageSchema, turnSchema } from './shapes.ts'

/** A client of one user, with its own choices. */
export interface Actor {
  world: World
  history: History
  random: Random
  token: string
  /** Ends everything that the actor does. */
  signal: AbortSignal
  /** From then on the actor begins nothing new. */
  leaving: AbortSignal
}

export interface Submission {
  path: string
  input: object
  /** Where the first try goes, alone; anywhere and in parallel when left out. */
  firstUrl?: string
  /** Whether some tries lose their answer and some calls are repeated for no reason. */
  nasty?: boolean
  /** Tries at the same time; one to three when left out. */
  width?: number
}

/** Repeats of a call that was acknowledged, at most. */
const LATE_REPEATS = 3

/** Sends a turn again and again, to both replicas, until it is acknowledged. Null when it was refused, or ended. */
export async function submit(actor: Actor, turn: Turn, submission: Submission): Promise<ToldAnswer | null> {
  const { random, world, signal, history } = actor
  const { firstUrl, nasty = true } = submission
  for (let round = 0; !signal.aborted; round++) {
    const alone = round === 0 && firstUrl !== undefined
    const chosen = submission.width ?? random.whole(1, 3)
    const width = alone || turn.kind === 'continue' ? 1 : chosen
    const urls = Array.from({ length: width }, () => (alone ? firstUrl : random.pick(world.lanes).url))
    const drops = urls.map(() => nasty && !alone && random.chance(0.25))
    const outcomes = await Promise.all(
      urls.map((url, index) => attempt(actor, turn, submission, url, drops[index] ?? false)),
    )
    const told = outcomes.find((outcome) => outcome.kind === 'acknowledged')?.value
    if (told !== undefined) {
      const late = nasty && turn.kind !== 'continue' ? random.whole(0, LATE_REPEATS) : 0
      for (let index = 0; index < late; index++) {
        await attempt(actor, turn, submission, random.pick(world.lanes).url, false)
      }
      return told
    }
    const refused = outcomes.find((outcome) => outcome.kind === 'refused' && !passing.has(outcome.reason))
    if (refused?.kind === 'refused') {
      // One that was complete before the continue arrived, or by an earlier try of it.
      if (turn.kind === 'continue' && refused.reason === 'BAD_REQUEST') return null
      history.note('an unexpected refusal', `${turn.kind} ${turn.messageId}: ${refused.reason}, ${refused.message}`)
      return null
    }
    await delay(random.whole(30, 250), undefined, { signal }).catch(() => undefined)
  }
  return null
}

async function attempt(
  { world, token }: Actor,
  turn: Turn,
  { path, input }: Submission,
  url: string,
  dropsAnswer: boolean,
): Promise<Outcome<ToldAnswer>> {
  turn.tries += 1
  if (turn.tries > 1) world.tally.count('resends')
  if (dropsAnswer) world.tally.count('lost acknowledgements')
  const outcome = await call({ url, token }, { path, input, schema: turnSchema, dropsAnswer })
  if (outcome.kind !== 'acknowledged') return outcome
  const { assistantMessage, userMessage } = outcome.value
  if (userMessage !== undefined) turn.places.push({ ...userMessage, branched: outcome.value.branched })
  turn.acknowledged = true
  turn.answers.add(assistantMessage.id)
  return { kind: 'acknowledged', value: assistantMessage }
}

/** Stops an answer; resolves when a replica has said how it then stands. */
export async function stop(
  actor: Actor,
  ref: { conversationId: string; messageId: string },
): Promise<ToldAnswer | null> {
  const continuedBefore = actor.history.continuedTries(ref.messageId)
  const request = { path: 'chat.stop', input: ref, schema: messageSchema }
  const answered = await insist(actor, request)
  if (answered === null) return null
  const { outcome } = answered
  if (outcome.kind === 'refused') {
    noteRefusal(actor, request, outcome)
    return null
  }
  const told = outcome.value
  if (told.status !== 'streaming') actor.history.stops.push({ ...ref, told, continuedBefore })
  return told
}

/** Two readers of one answer, one beginning at each replica. How the answer ended, or null. */
export async function readTwice(
  actor: Actor,
  ref: { conversationId: string; messageId: string },
  more: Pick<ReaderOptions, 'manner' | 'onResume' | 'onText'> = {},
): Promise<ToldAnswer | null> {
  const { world, token, random, history, signal } = actor
  const [a, b] = world.lanes
  const common = { token, ...ref, history, tally: world.tally, signal, ...more }
  const [first] = await Promise.all([
    readAnswer({ ...common, urls: [a.url, b.url], random: random.fork('reader a') }),
    readAnswer({ ...common, urls: [b.url, a.url], random: random.fork('reader b') }),
  ])
  return first
}
