import type { GenerationLog, Logger, StoredEvent } from '@parley/db'
import { failureTrace } from '@parley/llm'

import { AnswerError, notStored } from './answer-error.ts'
import { isUnavailable, untilAvailable } from './until-available.ts'
import { LostGenerationError, WriterStream, type GenerationRef } from './writer-stream.ts'

/** Characters after which the rest waits for the next commit: a statement that is too large is never answered in time. */
const BATCH_CHARS = 8 * 1024 * 1024

interface WriterOptions {
  log: Pick<GenerationLog, 'commit'>
  logger: Logger
  /** Called after the commit, in order. */
  onCommitted: (ref: GenerationRef, events: readonly StoredEvent[]) => void
  /** Milliseconds for which a commit is tried again while the database is away. */
  outageMs?: number | undefined
}

interface Taken {
  stream: WriterStream
  events: readonly StoredEvent[]
}

/**
 * The one writer of a process. Each commit takes all that every running generation has produced since the last one, so
 * that load makes commits larger, not more frequent, and a lone generation waits for no timer.
 */
export class Writer {
  readonly #options: WriterOptions
  readonly #waiting = new Set<WriterStream>()
  #committing = false

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /** A stream for one generation's events, numbered from 1. */
  open(ref: GenerationRef): WriterStream {
    return new WriterStream(ref, (stream) => {
      this.#waiting.add(stream)
      if (!this.#committing) void this.#commitAll()
    })
  }

  async #commitAll(): Promise<void> {
    this.#committing = true
    while (this.#waiting.size > 0) await this.#commit(this.#take())
    this.#committing = false
  }

  #take(): Taken[] {
    const taken: Taken[] = []
    let chars = 0
    for (const stream of this.#waiting) {
      if (chars > BATCH_CHARS) break
      this.#waiting.delete(stream)
      chars += stream.pendingChars
      taken.push({ stream, events: stream.take() })
    }
    return taken
  }

  async #commit(taken: Taken[]): Promise<void> {
    const { log, logger, outageMs } = this.#options
    let accepted: Set<string>
    try {
      accepted = await untilAvailable(() => log.commit(taken.flatMap(rowsOf)), { outageMs })
    } catch (error) {
      // Of a batch that the database does not take, one generation is to blame: the others go on.
      if (!isUnavailable(error) && taken.length > 1) {
        for (const one of taken) await this.#commit([one])
        return
      }
      logger.error({ cause: failureTrace(error), generations: taken.length }, 'events could not be committed')
      for (const { stream, events } of taken) if (events.length > 0) stream.fail(toFailure(error))
      return
    }
    for (const one of taken) this.#conclude(one, accepted.has(one.stream.ref.generationId))
  }

  #conclude({ stream, events }: Taken, accepted: boolean): void {
    if (!accepted) {
      stream.fail(new LostGenerationError())
      return
    }
    stream.committed()
    if (events.length > 0) this.#options.onCommitted(stream.ref, events)
  }
}

/** A generation that has nothing to store is asked after all the same. */
const rowsOf = ({ stream, events }: Taken) =>
  (events.length === 0 ? [{ seq: 0, event: null }] : events).map((stored) => ({ ...stream.ref, ...stored }))

const toFailure = (error: unknown) => (isUnavailable(error) ? error : new AnswerError(notStored))
