import { appendEvent, foldEvents, type GenerationEvent, type Usage } from '@parley/contract'
import { createRepository, type Database, type Finish, type GenerationLog, type Logger } from '@parley/db'
import { failureTrace, type Models } from '@parley/llm'

import { notStored } from './answer-error.ts'
import type { Bus } from './bus.ts'
import type { Job, Outcome } from './job.ts'
import { untilAborted } from './model-parts.ts'
import { prepare, type Turn } from './prepare.ts'
import { readAnswer } from './read-answer.ts'
import { isUnavailable, untilAvailable } from './until-available.ts'
import type { Timeouts } from './watchdog.ts'
import { LostGenerationError, type WriterStream } from './writer-stream.ts'
import type { Writer } from './writer.ts'

export interface GenerateServices {
  db: Database
  models: Models
  logger: Logger
  log: GenerationLog
  writer: Writer
  bus: Bus
  timeouts: Timeouts
  /** Milliseconds for which a start or an end is tried again while the database is away. */
  outageMs?: number
}

interface Answer extends Outcome {
  events: GenerationEvent[]
  usage: Usage | null
}

/** Fills one assistant message: context, model, writer, fold. Never throws; what goes wrong becomes the status. */
export async function generate(services: GenerateServices, turn: Turn, job: Job): Promise<void> {
  const { writer, bus, logger } = services
  const generationId = turn.generation.id
  const stream = writer.open(job.ref)
  try {
    await end(services, turn, job, stream, await ask(services, turn, job, stream))
  } catch (error) {
    // The rows stay as they are: recover finds that nobody runs this generation any more, and folds what is stored.
    if (error instanceof LostGenerationError)
      logger.warn({ generationId }, 'generation does not belong to this process any more')
    else logger.error({ cause: failureTrace(error), generationId }, 'generation could not be finished')
  }
  bus.publish(generationId, { type: 'ended' })
}

/** Asks the model and writes what it says. */
async function ask(services: GenerateServices, turn: Turn, job: Job, stream: WriterStream): Promise<Answer> {
  const { logger, timeouts, outageMs } = services
  const events: GenerationEvent[] = []
  const signal = AbortSignal.any([job.signal, stream.failure])
  try {
    const { model, call, confirm } = await untilAvailable(() => prepare(services, turn), { signal, outageMs })
    const usage = await readAnswer({
      model,
      call,
      beforeAskingAgain: () => untilAvailable(confirm, { signal, outageMs }),
      timeouts,
      signal,
      begun: turn.assistantMessage.content !== '',
      onEvent: (event) => {
        appendEvent(events, event)
        return stream.write(event)
      },
    })
    return { events, usage, status: 'complete', error: null }
  } catch (error) {
    const outcome = job.outcome(error)
    if (outcome.status === 'failed') {
      logger.warn({ cause: failureTrace(error), generationId: turn.generation.id }, 'generation failed')
    }
    return { events, usage: null, ...outcome }
  }
}

/** Stores how the answer ended. Throws a LostGenerationError when another process does, or nobody needs to. */
async function end(
  { db, log, outageMs }: GenerateServices,
  { userId, assistantMessage, generation }: Turn,
  job: Job,
  stream: WriterStream,
  { events, ...answer }: Answer,
): Promise<void> {
  const key = { userId, generationId: generation.id }
  const patience = { signal: job.overdue, outageMs }
  const finish = (input: Omit<Finish, keyof typeof key>) =>
    untilAvailable(() => log.finish({ ...key, ...input }), patience)

  let stored: Omit<Finish, keyof typeof key>
  try {
    await untilAborted(stream.settled(), job.overdue)
    stored = { ...answer, body: foldEvents(assistantMessage, events) }
  } catch (error) {
    if (job.overdue.aborted || error instanceof LostGenerationError) throw error
    // A commit that was not answered may be stored, and seen elsewhere: the log says what the message keeps.
    const ref = { conversationId: generation.conversationId, messageId: generation.messageId }
    const state = await untilAvailable(() => createRepository(db, userId).generations.state(ref), patience)
    const logged = state.events.map((one) => one.event)
    stored = { ...job.outcome(error), usage: null, body: foldEvents(state.message, logged) }
  }
  const ended = await finish(stored).catch((error: unknown) => {
    if (isUnavailable(error) || job.overdue.aborted) throw error
    // The log took the text, so it is what came with it that the database does not take.
    return finish({ body: stored.body, usage: null, status: 'failed', error: notStored })
  })
  if (!ended) throw new LostGenerationError()
}
