import type { MessageError } from '@parley/contract'
import type { EndedStatus } from '@parley/db'
import { providerFailure } from '@parley/llm'

import { CutAnswerError } from './read-answer.ts'
import type { GenerationRef } from './writer-stream.ts'

/** Why a generation is ended before its model is done. */
export type EndReason = 'stop' | 'shutdown' | 'lost'

/** A generation that runs in this process. */
export class Job {
  readonly ref: GenerationRef
  readonly done: Promise<void>
  readonly #controller = new AbortController()
  #ended: EndReason | null = null

  constructor(ref: GenerationRef, work: (job: Job) => Promise<void>) {
    this.ref = ref
    this.done = Promise.resolve().then(() => work(this))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Ends the generation; what was committed stays. The first reason counts. */
  end(reason: EndReason): void {
    this.#ended ??= reason
    this.#controller.abort(new DOMException(reason, 'AbortError'))
  }

  /** How the message stands after its model's stream threw. */
  outcome(error: unknown): { status: EndedStatus; error: MessageError | null } {
    if (this.#ended === 'stop') return { status: 'stopped', error: null }
    if (this.#ended !== null) return { status: 'interrupted', error: null }
    const { message, retryable } = error instanceof CutAnswerError ? error.failure : providerFailure(error)
    return { status: 'failed', error: { message, retryable } }
  }
}
