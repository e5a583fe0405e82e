import { toStorable } from '@parley/contract'

const endsInHighSurrogate = /[\uD800-\uDBFF]$/

/**
 * Makes streamed text storable without harming a character that arrives in two pieces: half of a surrogate pair at a
 * piece's end is held back until the next piece.
 */
export class TextCleaner {
  #held = ''

  push(piece: string): string {
    const text = this.#held + piece
    this.#held = endsInHighSurrogate.test(text) ? text.slice(-1) : ''
    return toStorable(this.#held === '' ? text : text.slice(0, -1))
  }

  /** What is still held back when the text ends. */
  end(): string {
    const rest = toStorable(this.#held)
    this.#held = ''
    return rest
  }
}
