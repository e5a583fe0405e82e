import type { LanguageModelV4 } from '@ai-sdk/provider'
import {
  createRepository,
  type Conversation,
  type Database,
  type Generation,
  type Logger,
  type Message,
} from '@parley/db'
import { failureTrace, type Models } from '@parley/llm'

import type { Changes } from '../changes/changes.ts'
import { waitBeforeAskingAgain } from '../generation/ask-again.ts'
import { untilAborted } from '../generation/model-parts.ts'
import { retry } from '../generation/retry.ts'
import { titleFromReply } from './from-reply.ts'
import { titleFrom } from './from-text.ts'
import { titleRequest } from './request.ts'

/** Messages of a branch whose first exchange this is. */
const FIRST_EXCHANGE = 2

const TIMEOUT_MS = 20_000

/** Requests that one title may cost. */
const TRIES = 2

export interface TitleServices {
  db: Database
  models: Models
  logger: Logger
  changes: Pick<Changes, 'announce'>
}

/** A turn, as it was stored, whose answer has ended. */
export interface EndedTurn {
  userId: string
  conversation: Pick<Conversation, 'id' | 'title' | 'titleGiven'>
  assistantMessage: Pick<Message, 'id'>
  generation: Pick<Generation, 'model'>
}

interface Bounds {
  /** Gives the request up. */
  signal: AbortSignal
  /** Milliseconds for the request, a second try included. */
  timeoutMs?: number
}

/**
 * Lets the model that completed the first exchange of a conversation, by whatever try, name it, unless it is the demo or
 * the user gave a title. True when a new title is stored, and the user's feeds are told. Never throws: what goes wrong leaves the title
 * as it is.
 */
export async function titleConversation(
  { db, models, logger, changes }: TitleServices,
  { userId, conversation, assistantMessage, generation }: EndedTurn,
  { signal, timeoutMs = TIMEOUT_MS }: Bounds,
): Promise<boolean> {
  const { id, title: current, titleGiven } = conversation
  if (titleGiven) return false
  try {
    const { info, languageModel } = await models.get(generation.model)
    if (info.demo) return false
    const repo = createRepository(db, userId)
    const leaf = { conversationId: id, leafId: assistantMessage.id }
    const [question, answer, ...more] = await repo.turns.branch({ ...leaf, limit: FIRST_EXCHANGE + 1 })
    if (question?.role !== 'user' || answer?.status !== 'complete' || more.length > 0) return false
    // One that a model has named already keeps its name.
    if (current !== titleFrom(question.content)) return false
    const request = titleRequest({ question: question.content, answer: answer.content })
    const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    ending.throwIfAborted()
    const reply = await ask(languageModel, request, ending)
    const title = titleFromReply(reply)
    const named = title !== null && (await repo.conversations.name({ id, title }))
    if (named) changes.announce(userId)
    return named
  } catch (error) {
    if (!signal.aborted) {
      const what = { conversationId: id, model: generation.model, cause: failureTrace(error) }
      logger.warn(what, 'conversation was not named')
    }
    return false
  }
}

/** Asks, and asks again where that makes sense. Ends at once when aborted, whether the provider listens or not. */
async function ask(model: LanguageModelV4, request: ReturnType<typeof titleRequest>, signal: AbortSignal) {
  const { content } = await retry(() => untilAborted(model.doGenerate({ ...request, abortSignal: signal }), signal), {
    signal,
    wait: (error, failures) => (failures < TRIES ? waitBeforeAskingAgain(error, failures) : null),
  })
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
