import { appendEvent, type GenerationEvent } from '@parley/contract'
import type { StoredEvent } from '@parley/db'

export interface GenerationRef {
  userId: string
  generationId: string
}

/** Characters that a generation may have waiting for their commit before its model is read no further. */
const ROOM = 256 * 1024

/** One generation's way into the writer. */
export class WriterStream {
  readonly ref: GenerationRef
  readonly #enqueue: (stream: WriterStream) => void
  readonly #failure = new AbortController()
  #pending: GenerationEvent[] = []
  #pendingChars = 0
  #inFlight: StoredEvent[] = []
  #lastSeq = 0
  #waiters: { resolve: () => void; reject: (error: unknown) => void; forAll: boolean }[] = []

  constructor(ref: GenerationRef, enqueue: (stream: WriterStream) => void) {
    this.ref = ref
    this.#enqueue = enqueue
  }

  /** Aborted with the reason when nothing can be stored any more. */
  get failure(): AbortSignal {
    return this.#failure.signal
  }

  /** Characters that wait for their commit. */
  get pendingChars(): number {
    return this.#pendingChars
  }

  /** Queues an event. Await the answer before the next one: it waits while too much is uncommitted. */
  write(event: GenerationEvent): Promise<void> | undefined {
    if (this.failure.aborted) return Promise.reject(this.failure.reason)
    appendEvent(this.#pending, event)
    this.#pendingChars += event.text.length
    this.#enqueue(this)
    return this.#pendingChars > ROOM ? this.#wait(false) : undefined
  }

  /** Resolves when all that was written is committed; rejects when it cannot be. */
  settled(): Promise<void> {
    if (this.failure.aborted) return Promise.reject(this.failure.reason)
    return this.#isIdle() ? Promise.resolve() : this.#wait(true)
  }

  /** For the writer: what to commit next. */
  take(): readonly StoredEvent[] {
    this.#inFlight = this.#pending.map((event) => ({ seq: ++this.#lastSeq, event }))
    this.#pending = []
    this.#pendingChars = 0
    return this.#inFlight
  }

  /** For the writer: what was taken is on disk. */
  committed(): void {
    this.#inFlight = []
    const ready = this.#waiters.filter((waiter) => !waiter.forAll || this.#isIdle())
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter))
    for (const waiter of ready) waiter.resolve()
  }

  /** For the writer: what was taken will never be on disk, nor anything after it. */
  fail(error: unknown): void {
    this.#pending = []
    this.#inFlight = []
    this.#failure.abort(error)
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
  }

  #isIdle(): boolean {
    return this.#pending.length === 0 && this.#inFlight.length === 0
  }

  #wait(forAll: boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiters.push({ resolve, reject, forAll })
    return promise
  }
}

/** The generation belongs to another process by now, or its conversation was erased. */
export class LostGenerationError extends Error {
  override readonly name = 'LostGenerationError'
}
