import type { ToldAnswer, Turn } from '../history/history.ts'
import { questionText, type Question } from '../provider/question.ts'
import type { OnMoment } from '../provider/server.ts'
import { submit, type Actor, type Submission } from './actor.ts'

export interface Asking {
  /** Words of an answer, from and to, and the milliseconds from one to the next. */
  words: readonly [number, number]
  pace: readonly [number, number]
  /** Where first tries go; anywhere when left out. */
  firstUrl?: string
  /** The message that is answered; the head when left out. */
  parentId?: string | null
  nasty?: boolean
  width?: number
  /** How the provider is slowed down, beside the pace. */
  pacer?: (said: string) => Promise<void>
  /** Told of the moments of the provider's calls. */
  onMoment?: OnMoment
}

export interface AskedQuestion {
  question: Question
  answer: ToldAnswer
  /** What the question answers. */
  parentId: string | null
  submission: Pick<Submission, 'path' | 'input'>
  /** Sends the same again, long after it was acknowledged. */
  repeat: () => Promise<unknown>
}

/** Asks one question. Null when it was refused, or ended. */
export async function ask(actor: Actor, plan: Asking, conversationId: string): Promise<AskedQuestion | null> {
  const { world, history } = actor
  const { firstUrl, parentId, nasty, width, pacer, onMoment } = plan
  const question = makeQuestion(actor, plan)
  if (pacer !== undefined) world.provider.pacers.set(question.id, pacer)
  if (onMoment !== undefined) world.provider.watchers.set(question.id, onMoment)
  const content = questionText(question)
  const place = parentId === undefined ? {} : { parentId }
  const turn = history.begin({
    kind: 'send',
    conversationId,
    messageId: question.id,
    content,
    questionId: question.id,
    ...place,
  })
  world.tally.count('sends')
  const submission = { path: 'chat.send', input: { conversationId, messageId: question.id, content, ...place } }
  const answer = await submit(actor, turn, {
    ...submission,
    ...(firstUrl !== undefined && { firstUrl }),
    ...(nasty !== undefined && { nasty }),
    ...(width !== undefined && { width }),
  })
  const repeat = () => submit(actor, turn, { ...submission, nasty: false, width: 1 })
  return answer && { question, answer, parentId: turn.places[0]?.parentId ?? null, submission, repeat }
}

export const makeQuestion = ({ random }: Actor, { words, pace }: Pick<Asking, 'words' | 'pace'>): Question => ({
  id: random.uuid(),
  words: random.whole(...words),
  pace: random.whole(...pace),
  mood: random.chance(0.06) ? 'busy' : random.chance(0.06) ? 'cut' : 'plain',
})

type TurnInput = Pick<Turn, 'conversationId' | 'messageId' | 'questionId' | 'content'> & { newMessageId?: string }

/** Edits, regenerates or continues a message. Null when it was refused, or ended. */
export async function doTurn(
  actor: Actor,
  kind: Exclude<Turn['kind'], 'send'>,
  { conversationId, messageId, newMessageId, questionId, content }: TurnInput,
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
