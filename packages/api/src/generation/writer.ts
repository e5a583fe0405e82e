import type { GenerationLog, Logger, StoredEvent } from '@parley/db'

import { untilAvailable } from './until-available.ts'
import { WriterStream, type GenerationRef } from './writer-stream.ts'

interface WriterOptions {
  log: Pick<GenerationLog, 'commit'>
  logger: Logger
  /** Called after the commit, in order. */
  onCommitted: (ref: GenerationRef, events: readonly StoredEvent[]) => void
  /** Milliseconds for which a commit is tried again while the database is away. */
  outageMs?: number | undefined
}

/**
 * The one writer of a process. Each commit takes all that every running generation has produced since the last one, so
 * that load makes commits larger, not more frequent, and a lone generation waits for no timer.
 */
export class Writer {
  readonly #options: WriterOptions
  #waiting = new Set<WriterStream>()
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
    while (this.#waiting.size > 0) {
      const streams = [...this.#waiting]
      this.#waiting = new Set()
      await this.#commitBatch(streams)
    }
    this.#committing = false
  }

  async #commitBatch(streams: WriterStream[]): Promise<void> {
    const batch = streams.flatMap((stream) => stream.take().map((stored) => ({ ...stream.ref, ...stored })))
    try {
      const accepted = await untilAvailable(() => this.#options.log.commit(batch), this.#options.outageMs)
      for (const stream of streams) {
        if (accepted.has(stream.ref.generationId)) this.#options.onCommitted(stream.ref, stream.committed())
        else stream.fail(new LostGenerationError())
      }
    } catch (error) {
      this.#options.logger.error({ err: error, generations: streams.length }, 'events could not be committed')
      for (const stream of streams) stream.fail(error)
    }
  }
}

/** The generation belongs to another process by now, or its conversation was erased. */
export class LostGenerationError extends Error {
  override readonly name = 'LostGenerationError'
}
