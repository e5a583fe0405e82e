/** The time-outs of one generation, in milliseconds. */
export interface Timeouts {
  /** Until the first piece of the answer. */
  first: number
  /** Between two pieces. */
  next: number
  /** For the whole answer. */
  total: number
}

export const defaultTimeouts: Timeouts = { first: 120_000, next: 90_000, total: 30 * 60_000 }

/** Aborts its signal with a TimeoutError when a model is silent or endless. */
export class Watchdog implements Disposable {
  readonly #controller = new AbortController()
  readonly #next: number
  readonly #total: NodeJS.Timeout
  #silence: NodeJS.Timeout
  #started = false

  constructor({ first, next, total }: Timeouts) {
    this.#next = next
    this.#total = this.#barkAfter(total, 'The model did not finish in time.')
    this.#silence = this.#barkAfter(first, 'The model did not start to answer.')
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Something came from the model. */
  heard(): void {
    if (this.#started) {
      this.#silence.refresh()
      return
    }
    this.#started = true
    clearTimeout(this.#silence)
    this.#silence = this.#barkAfter(this.#next, 'The model stopped in mid-answer.')
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#total)
    clearTimeout(this.#silence)
  }

  #barkAfter(milliseconds: number, message: string): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(new DOMException(message, 'TimeoutError')), milliseconds)
  }
}
