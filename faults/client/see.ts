import { setTimeout as delay } from 'node:timers/promises'

import type { ToldAnswer } from '../history/history.ts'
import type { Question } from '../provider/question.ts'
import { readTwice, stop, type Actor } from './actor.ts'
import { doTurn } from './ask.ts'

/** Times that one answer is asked to go on. */
const CONTINUES = 3

/** Reads an answer to its end, stops it sometimes, and has it go on when it was cut off. */
export async function see(
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
