import { setTimeout as delay } from 'node:timers/promises'

import type { ToldAnswer } from '../history/history.ts'
import { questionText } from '../provider/question.ts'
import type { Actor } from './actor.ts'
import { ask, doTurn, makeQuestion, type AskedQuestion, type Asking } from './ask.ts'
import { keepTask } from './keep-task.ts'
import { see } from './see.ts'
import { archive, erase, restore, trash } from './shelve.ts'
import { switchHead } from './switch-head.ts'

export interface Plan extends Pick<Asking, 'words' | 'pace' | 'firstUrl'> {
  turns: number
}

/** One conversation: questions, and all that a person does to their answers and to it. */
export async function converse(actor: Actor, plan: Plan): Promise<void> {
  const { random, leaving } = actor
  const conversationId = random.uuid()
  const known: string[] = []
  for (let index = 0; index < plan.turns && !leaving.aborted; index++) {
    if (random.chance(0.3)) await keepTask(actor)
    const asked = await ask(actor, plan, conversationId)
    if (asked === null) return
    known.push(asked.question.id, asked.answer.id)
    await discuss(actor, plan, conversationId, asked)
    if (!leaving.aborted && random.chance(0.25)) {
      await switchHead(actor, { conversationId, messageId: random.pick(known), last: false })
    }
  }
  if (known.length > 0) await leave(actor, plan, conversationId, known)
}

/** Short conversations, one after the other, most of which are put away at once. */
export async function comeAndGo(actor: Actor): Promise<void> {
  while (!actor.leaving.aborted) {
    await converse(actor, { turns: 1, words: [3, 12], pace: [5, 30] })
    await delay(actor.random.whole(0, 500))
  }
}

/** Reads an answer and asks again in every way: from a tab that did not see it, for another answer, in other words. */
async function discuss(actor: Actor, plan: Plan, conversationId: string, asked: AskedQuestion): Promise<void> {
  const { random, leaving } = actor
  const seeIt = (told: ToldAnswer | null, question = asked.question) =>
    told && see(actor, conversationId, told.id, question)
  const first = seeIt(asked.answer)
  if (random.chance(0.25)) {
    // Half of the stale tabs send while the answer beside theirs is being written.
    if (random.chance(0.5)) await first
    const staleTab = { ...actor, random: random.fork(`stale tab ${asked.question.id}`) }
    const beside = await ask(staleTab, { ...plan, parentId: asked.parentId }, conversationId)
    actor.world.tally.count('sends from a stale tab')
    if (beside !== null) await see(staleTab, conversationId, beside.answer.id, beside.question)
  }
  const answer = await first
  if (random.chance(0.5)) await asked.repeat()
  if (answer !== null && !leaving.aborted && random.chance(0.25)) {
    const newMessageId = random.uuid()
    const ref = { conversationId, messageId: answer.id, newMessageId }
    await seeIt(await doTurn(actor, 'regenerate', { ...ref, questionId: asked.question.id, content: null }))
  }
  if (answer !== null && !leaving.aborted && random.chance(0.2)) {
    const question = makeQuestion(actor, plan)
    const ref = { conversationId, messageId: asked.question.id, newMessageId: question.id }
    const told = await doTurn(actor, 'edit', { ...ref, questionId: question.id, content: questionText(question) })
    await seeIt(told, question)
  }
}

/** What becomes of a conversation: it stays, or it goes to the archive, to the trash and back, or for good. */
async function leave(actor: Actor, plan: Plan, conversationId: string, known: readonly string[]): Promise<void> {
  const { random } = actor
  const fate = random.next()
  const isErased = fate < 0.25
  // Half of them while an answer is being written.
  const last = isErased || random.chance(0.5) ? await ask(actor, plan, conversationId) : null
  if (random.chance(0.5)) await switchHead(actor, { conversationId, messageId: random.pick(known), last: true })
  if (isErased) {
    if (last !== null) await erase(actor, conversationId, last.submission)
  } else if (fate < 0.6) {
    const trashed = await trash(actor, conversationId)
    if (trashed !== null && fate > 0.4) await restore(actor, conversationId, trashed)
  } else if (fate < 0.7) await archive(actor, conversationId)
}
