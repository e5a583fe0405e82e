import {
  createRepository,
  type Conversation,
  type Database,
  type Generation,
  type GenerationLog,
  type Message,
} from '@parley/db'
import { fitContext, tokenCounter, type Models } from '@parley/llm'

import { LostGenerationError } from './writer-stream.ts'

/** A turn that was stored and now needs its answer. */
export interface Turn {
  userId: string
  conversation: Conversation
  assistantMessage: Message
  generation: Generation
}

interface PrepareServices {
  db: Database
  models: Models
  log: GenerationLog
}

/**
 * What the model is asked. The receipt of it is stored before the model is asked. Throws a LostGenerationError, so that no
 * model is asked, when the generation does not belong to this process any more; so does `confirm`, before another try.
 */
export async function prepare({ db, models, log }: PrepareServices, { userId, conversation, ...turn }: Turn) {
  const { generation, assistantMessage } = turn
  const repo = createRepository(db, userId)
  const model = await models.get(generation.model)
  const place = { conversationId: conversation.id, leafId: assistantMessage.id }
  const [messages, branchLength] = await Promise.all([
    repo.turns.branch({ ...place, limit: conversation.contextLimit + 1 }),
    repo.turns.branchLength(place),
  ])
  const { prompt, providerOptions, receipt } = fitContext({
    messages,
    branchLength,
    systemPrompt: conversation.systemPrompt,
    contextLimit: conversation.contextLimit,
    contextWindow: model.info.contextWindow,
    model: model.info.id,
    countTokens: await tokenCounter(model.info.id),
  })
  const confirm = async () => {
    const isOurs = await log.saveReceipt({ userId, generationId: generation.id, receipt })
    if (!isOurs) throw new LostGenerationError()
  }
  await confirm()
  return { model, call: { prompt, providerOptions }, confirm }
}
