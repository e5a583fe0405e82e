import { setTimeout as delay } from 'node:timers/promises'

import { z } from 'zod'

import type { ToldAnswer, Turn } from '../history/history.ts'
import { questionText, type Question } from '../provider/question.ts'
import { readTwice, stop, submit, type Actor } from './actor.ts'
import { call } from './call.ts'

export interface Plan {
  turns: number
  /** Words of an answer, from and to, and the milliseconds from one to the next. */
  words: readonly [number, number]
  pace: readonly [number, number]
  /** Where first tries go; anywhere when left out. */
  firstUrl?: string
}

/** Times that one answer is asked to go on. */
const CONTINUES = 3

/** One conversation: questions, and all that a person does to their answers. */
export async function converse(actor: Actor, plan: Plan): Promise<void> {
  const { random, leaving } = actor
  const conversationId = random.uuid()
  for (let index = 0; index < plan.turns && !leaving.aborted; index++) {
    const asked = await ask(actor, plan, conversationId)
    if (asked === null) return
    let answer = await see(actor, conversationId, asked.answer.id, asked.question)
    if (random.chance(0.5)) await asked.repeat()
    if (answer !== null && !leaving.aborted && random.chance(0.25)) {
      const newMessageId = random.uuid()
      const ref = { conversationId, messageId: answer.id, newMessageId }
      const told = await doTurn(actor, 'regenerate', { ...ref, questionId: asked.question.id, content: null })
      answer = told && (await see(actor, conversationId, told.id, asked.question))
    }
    if (answer !== null && !leaving.aborted && random.chance(0.2)) {
      const question = makeQuestion(actor, plan)
      const ref = { conversationId, messageId: asked.question.id, newMessageId: question.id }
      const told = await doTurn(actor, 'edit', { ...ref, questionId: question.id, content: questionText(question) })
      if (told !== null) await see(actor, conversationId, told.id, question)
    }
  }
  if (!random.chance(0.2)) return
  // Half of them while an answer is being written.
  if (random.chance(0.5)) await ask(actor, plan, conversationId)
  await trash(actor, conversationId)
}

interface Asking extends Omit<Plan, 'turns'> {
  nasty?: boolean
  width?: number
  /** How the provider is slowed down, beside the pace. */
  pacer?: (said: string) => Promise<void>
}

interface AskedQuestion {
  question: Question
  answer: ToldAnswer
  /** Sends the same again, long after it was acknowledged. */
  repeat: () => Promise<unknown>
}

/** Asks one question. */
export async function ask(actor: Actor, plan: Asking, conversationId: string): Promise<AskedQuestion | null> {
  const { world, history } = actor
  const question = makeQuestion(actor, plan)
  if (plan.pacer !== undefined) world.provider.pacers.set(question.id, plan.pacer)
  const content = questionText(question)
  const turn = history.begin({
    kind: 'send',
    conversationId,
    messageId: question.id,
    content,
    questionId: question.id,
  })
  world.tally.count('sends')
  const { firstUrl, nasty, width } = plan
  const submission = { path: 'chat.send', input: { conversationId, messageId: question.id, content } }
  const answer = await submit(actor, turn, {
    ...submission,
    ...(firstUrl !== undefined && { firstUrl }),
    ...(nasty !== undefined && { nasty }),
    ...(width !== undefined && { width }),
  })
  const repeat = () => submit(actor, turn, { ...submission, nasty: false, width: 1 })
  return answer && { question, answer, repeat }
}

const makeQuestion = ({ random }: Actor, { words, pace }: Pick<Plan, 'words' | 'pace'>): Question => ({
  id: random.uuid(),
  words: random.whole(...words),
  pace: random.whole(...pace),
  mood: random.chance(0.06) ? 'busy' : random.chance(0.06) ? 'cut' : 'plain',
})

/** Reads an answer to its end, stops it sometimes, and has it go on when it was cut off. */
async function see(
  actor: Actor,
  conversationId: string,
  messageId: string,
  question: Question,
): Promise<ToldAnswer | null> {
  const { random, signal, leaving } = actor
  const ref = { conversationId, messageId }
  const stopping = random.chance(0.15)
  const [first] = await Promise.all([
    readTwice(actor, ref, { manner: random.chance(0.15) ? 'cutting' : 'plain' }),
    stopping &&
      delay(random.whole(0, 1_500), undefined, { signal }).then(
        () => stop(actor, ref),
        () => null,
      ),
  ])
  let answer = first
  for (let index = 0; index < CONTINUES && answer !== null && answer.status !== 'complete'; index++) {
    if (leaving.aborted || !random.chance(0.7)) return answer
    const told = await doTurn(actor, 'continue', { ...ref, questionId: question.id, content: null })
    if (told === null && signal.aborted) return null
    answer = await readTwice(actor, ref)
  }
  return answer
}

type Asked = Pick<Turn, 'conversationId' | 'messageId' | 'questionId' | 'content'> & { newMessageId?: string }

async function doTurn(
  actor: Actor,
  kind: Exclude<Turn['kind'], 'send'>,
  { conversationId, messageId, newMessageId, questionId, content }: Asked,
): Promise<ToldAnswer | null> {
  const turn = actor.history.begin({
    kind,
    conversationId,
    messageId: newMessageId ?? messageId,
    content,
    questionId,
  })
  actor.world.tally.count(`${kind}s`)
  const input = {
    conversationId,
    messageId,
    ...(newMessageId !== undefined && { newMessageId }),
    ...(content !== null && { content }),
  }
  return submit(actor, turn, { path: `chat.${kind}`, input })
}

async function trash({ world, random, token, signal, history }: Actor, conversationId: string): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    const { url } = random.pick(world.lanes)
    const input = { id: conversationId }
    const outcome = await call({ url, token }, { path: 'conversations.delete', input, schema: z.unknown() })
    const isGone = outcome.kind === 'refused' && outcome.reason === 'NOT_FOUND' && tries > 0
    if (outcome.kind === 'acknowledged' || isGone) {
      history.trashed.add(conversationId)
      world.tally.count('trashed')
      return
    }
    if (outcome.kind === 'refused' && outcome.reason !== 'UNAVAILABLE') {
      history.note('an unexpected refusal', `trash ${conversationId}: ${outcome.reason}, ${outcome.message}`)
      return
    }
    await delay(random.whole(30, 250), undefined, { signal }).catch(() => undefined)
  }
}
