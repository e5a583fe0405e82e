import { AnswerError } from './answer-error.ts'

/** The time-outs of one generation, in milliseconds. */
export interface Timeouts {
  /** Until the first piece of the answer, from each time that the provider is asked. */
  first: number
  /** Between two pieces. */
  next: number
  /** For the whole answer. */
  total: number
}

export const defaultTimeouts: Timeouts = { first: 120_000, next: 90_000, total: 30 * 60_000 }

/** Aborts its signal with an AnswerError when a model is silent or endless. */
export class Watchdog implements Disposable {
  readonly #controller = new AbortController()
  readonly #timeouts: Timeouts
  readonly #total: NodeJS.Timeout
  #silence: NodeJS.Timeout | undefined
  #answering = false

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts
    this.#total = this.#barkAfter(timeouts.total, 'The answer was not finished in time.')
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The provider was asked. */
  asked(): void {
    this.rest()
    this.#silence = this.#barkAfter(this.#timeouts.first, 'The provider did not answer in time.')
  }

  /** Something came from the model. */
  heard(): void {
    if (this.#answering) {
      this.#silence?.refresh()
      return
    }
    clearTimeout(this.#silence)
    this.#answering = true
    this.#silence = this.#barkAfter(this.#timeouts.next, 'The provider fell silent in the middle of the answer.')
  }

  /** Nobody listens to the model now, so that its silence means nothing. */
  rest(): void {
    clearTimeout(this.#silence)
    this.#answering = false
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#total)
    clearTimeout(this.#silence)
  }

  #barkAfter(milliseconds: number, message: string): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(new AnswerError({ message, retryable: true })), milliseconds)
  }
}
