/** Milliseconds for a socket to open, and for the other side to answer when it is closed. */
const OPEN_MS = 10_000
const CLOSE_MS = 1_000

/**
 * A WebSocket that always comes to an end. When the network vanishes without a word, a plain one waits for its opening
 * or for the answer to its closing: minutes in a browser, for ever in Node, and nothing is opened in its place.
 */
export class MortalSocket extends WebSocket {
  #closing: ReturnType<typeof setTimeout> | undefined
  #ended = false

  constructor(...target: ConstructorParameters<typeof WebSocket>) {
    super(...target)
    const opening = setTimeout(() => this.close(), OPEN_MS)
    this.addEventListener('open', () => clearTimeout(opening))
    this.addEventListener('close', (event) => {
      clearTimeout(opening)
      clearTimeout(this.#closing)
      if (this.#ended) event.stopImmediatePropagation()
      this.#ended = true
    })
  }

  /** Fires `close` exactly once, after a second at the latest. */
  override close(code?: number, reason?: string): void {
    super.close(code, reason)
    if (!this.#ended) this.#closing ??= setTimeout(() => this.dispatchEvent(new Event('close')), CLOSE_MS)
  }
}
