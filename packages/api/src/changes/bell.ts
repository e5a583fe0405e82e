/** Says that something has happened, however often, since it was last listened to. */
export class Bell {
  #rung = false
  #wake: (() => void) | null = null

  readonly ring = (): void => {
    this.#rung = true
    this.#wake?.()
  }

  /** Resolves when it was rung, at the latest after `patience` milliseconds or when the signal is aborted. */
  async heard(patience: number, signal: AbortSignal | undefined): Promise<void> {
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
    this.#rung = false
  }
}
