import type { MessageError } from '@parley/contract'
import type { EndedStatus } from '@parley/db'

import { failureOf } from './answer-error.ts'
import { isUnavailable } from './until-available.ts'
import { LostGenerationError, type GenerationRef } from './writer-stream.ts'

/** Why a generation is ended before its model is done. */
export type EndReason = 'stop' | 'shutdown' | 'lost'

/** How long a process that stops, or lost its lease, tries to store what it has, in milliseconds. */
const LEAVING_MS = 3_000

export interface Outcome {
  status: EndedStatus
  error: MessageError | null
}

/** A generation that runs in this process. */
export class Job {
  readonly ref: GenerationRef
  readonly done: Promise<void>
  readonly #controller = new AbortController()
  readonly #overdue = new AbortController()
  #ended: EndReason | null = null

  constructor(ref: GenerationRef, work: (job: Job) => Promise<void>) {
    this.ref = ref
    this.done = Promise.resolve().then(() => work(this))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborted when the process should wait no longer for what this generation has to store. */
  get overdue(): AbortSignal {
    return this.#overdue.signal
  }

  /** Ends the generation; what was committed stays. The first reason counts. */
  end(reason: EndReason): void {
    if (reason !== 'stop') setTimeout(() => this.#overdue.abort(), LEAVING_MS).unref()
    this.#ended ??= reason
    this.#controller.abort(new DOMException(reason, 'AbortError'))
  }

  /** How the message stands after its model's stream, or the storing of it, threw. */
  outcome(error: unknown): Outcome {
    if (this.#ended === 'stop') return { status: 'stopped', error: null }
    // The database is to blame, or another process took over: the provider has not failed.
    if (this.#ended !== null || isUnavailable(error) || error instanceof LostGenerationError) {
      return { status: 'interrupted', error: null }
    }
    const { message, retryable } = failureOf(error)
    return { status: 'failed', error: { message, retryable } }
  }
}
