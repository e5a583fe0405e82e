import { appendEvent, foldEvents, type GenerationEvent, type Usage } from '@parley/contract'
import type { Conversation, Database, Generation, GenerationLog, Logger, Message } from '@parley/db'
import { createRepository } from '@parley/db'
import { fitContext, tokenCounter, type Models } from '@parley/llm'

import type { Bus } from './bus.ts'
import type { Job } from './job.ts'
import { readAnswer } from './read-answer.ts'
import { untilAvailable } from './until-available.ts'
import type { Timeouts } from './watchdog.ts'
import type { Writer } from './writer.ts'

/** A turn that was stored and now needs its answer. */
export interface Turn {
  userId: string
  conversation: Conversation
  assistantMessage: Message
  generation: Generation
}

export interface GenerateServices {
  db: Database
  models: Models
  logger: Logger
  log: GenerationLog
  writer: Writer
  bus: Bus
  timeouts: Timeouts
}

/** Fills one assistant message: context, model, writer, fold. Never throws; what goes wrong becomes the status. */
export async function generate(services: GenerateServices, turn: Turn, job: Job): Promise<void> {
  const { log, writer, bus, logger } = services
  const { assistantMessage, generation, userId } = turn
  const stream = writer.open(job.ref)
  const events: GenerationEvent[] = []
  let usage: Usage | null = null
  let outcome: ReturnType<Job['outcome']> = { status: 'complete', error: null }
  try {
    const { model, call } = await untilAvailable(() => prepare(services, turn))
    usage = await readAnswer({
      model,
      call,
      timeouts: services.timeouts,
      signal: job.signal,
      onEvent: (event) => {
        appendEvent(events, event)
        return stream.write(event)
      },
    })
  } catch (error) {
    outcome = job.outcome(error)
    if (outcome.status === 'failed') logger.warn({ err: error, generationId: generation.id }, 'generation failed')
  }
  try {
    await stream.settled()
    const body = foldEvents(assistantMessage, events)
    const end = { userId, generationId: generation.id, body, usage, ...outcome }
    const ended = await untilAvailable(() => log.finish(end))
    if (!ended) logger.warn({ generationId: generation.id }, 'generation was lost to another process')
  } catch (error) {
    // The rows stay as they are: recover finds that nobody runs this generation any more, and folds what is stored.
    logger.error({ err: error, generationId: generation.id }, 'generation could not be finished')
  }
  bus.publish(generation.id, { type: 'ended' })
}

/** What the model is asked. The receipt of it is stored before the model is. */
async function prepare({ db, models, log }: GenerateServices, { userId, conversation, ...turn }: Turn) {
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
  await log.saveReceipt({ userId, generationId: generation.id, receipt })
  return { model, call: { prompt, providerOptions } }
}
