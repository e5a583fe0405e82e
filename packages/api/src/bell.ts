/** Says that something has happened, however often, since it was last listened to. */
export class Bell {
  #rung = false
  #wake: (() => void) | null = null

  readonly ring = (): void => {
    this.#rung = true
    this.#wake?.()
  }

  /** Waits until it is rung, at most `patience` milliseconds: then the answer is false. An aborted signal rings it too. */
  async heard(patience: number, signal: AbortSignal | undefined): Promise<boolean> {
    if (!this.#rung && signal?.aborted !== true) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, patience)
      this.#wake = resolve
      signal?.addEventListener('abort', this.ring, { once: true })
      await promise
      clearTimeout(timer)
      signal?.removeEventListener('abort', this.ring)
      this.#wake = null
    }
    const heard = this.#rung || signal?.aborted === true
    this.#rung = false
    return heard
  }
}
