import { takeChars, type GenerationEvent } from '@parley/contract'

import { AnswerError } from './answer-error.ts'
import { TextCleaner } from './clean-text.ts'

/** The most that one generation may write, text and reasoning together; more than any model puts out in one go. */
export const MAX_ANSWER_CHARS = 1_000_000

type Type = GenerationEvent['type']

/** What a model says, on its way out: storable, and bounded. */
export class AnswerText {
  readonly #onEvent: (event: GenerationEvent) => Promise<void> | undefined
  readonly #cleaners = { 'text-delta': new TextCleaner(), 'reasoning-delta': new TextCleaner() }
  #chars = 0
  #hasText = false

  constructor(onEvent: (event: GenerationEvent) => Promise<void> | undefined) {
    this.#onEvent = onEvent
  }

  /** Whether nothing was handed on yet. */
  get untouched(): boolean {
    return this.#chars === 0
  }

  get hasText(): boolean {
    return this.#hasText
  }

  /** Hands on a piece. Await the answer, if any. Rejects once the answer is too long; what fits is handed on before. */
  push(type: Type, piece: string): Promise<void> | undefined {
    return this.#handOn(type, this.#cleaners[type].push(piece))
  }

  /** Hands on what was held back at the end of a block. */
  end(type: Type): Promise<void> | undefined {
    return this.#handOn(type, this.#cleaners[type].end())
  }

  #handOn(type: Type, piece: string): Promise<void> | undefined {
    if (piece === '') return undefined
    const text = takeChars(piece, Math.max(MAX_ANSWER_CHARS - this.#chars, 0))
    this.#chars += text.length
    this.#hasText ||= type === 'text-delta'
    const written = text === '' ? undefined : this.#onEvent({ type, text })
    return text === piece ? written : this.#cut(written)
  }

  async #cut(written: Promise<void> | undefined): Promise<never> {
    await written
    const limit = MAX_ANSWER_CHARS.toLocaleString('en')
    throw new AnswerError({
      message: `The answer was cut off: it was longer than ${limit} characters.`,
      retryable: false,
    })
  }
}
