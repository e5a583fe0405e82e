import type { GenerationLog, Logger, NewEvent, StoredEvent } from '@parley/db'
import { failureTrace } from '@parley/llm'

import { AnswerError, notStored } from './answer-error.ts'
import { isUnavailable, OUTAGE_MS, untilAvailable } from './until-available.ts'
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
  /** When the outage began in which nothing could be committed since, by the process's clock. */
  #awaySince: number | null = null

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
    let accepted: Set<string>
    try {
      accepted = await this.#store(taken.flatMap(rowsOf))
    } catch (error) {
      // Of a batch that the database does not take, one generation is to blame: the others go on.
      if (!isUnavailable(error) && taken.length > 1) {
        for (const one of taken) await this.#commit([one])
        return
      }
      const what = { cause: failureTrace(error), generations: taken.length }
      this.#options.logger.error(what, 'events could not be committed')
      for (const { stream } of taken) stream.fail(toFailure(error))
      return
    }
    for (const { stream, events } of taken) {
      if (accepted.has(stream.ref.generationId)) {
        stream.committed()
        this.#options.onCommitted(stream.ref, events)
      } else stream.fail(new LostGenerationError())
    }
  }

  /** Tries for as long as an outage may last, from its beginning: who writes first while it lasts is given up with the rest. */
  async #store(batch: NewEvent[]): Promise<Set<string>> {
    const { log, outageMs = OUTAGE_MS } = this.#options
    const began = this.#awaySince ?? performance.now()
    try {
      const accepted = await untilAvailable(() => log.commit(batch), { outageMs: began + outageMs - performance.now() })
      this.#awaySince = null
      return accepted
    } catch (error) {
      this.#awaySince = isUnavailable(error) ? began : null
      throw error
    }
  }
}

const rowsOf = ({ stream, events }: Taken) => events.map((stored) => ({ ...stream.ref, ...stored }))

const toFailure = (error: unknown) => (isUnavailable(error) ? error : new AnswerError(notStored))
