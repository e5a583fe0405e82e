import { momentsOf, now } from './clock.ts'
import type { Behaviour } from './frames.ts'
import type { Recorder } from './recorder.ts'

/** Reads one answer of the provider and hands on its text; ends with it, or when aborted. */
export type ReadStream = (model: Behaviour, onText: (text: string) => void, signal: AbortSignal) => Promise<void>

/** Streams that are opened at the same time. */
const AT_ONCE = 16

interface Open {
  readonly abort: () => void
  readonly ended: Promise<void>
}

/** Streams of one process that run until they are closed. */
export class Streams {
  readonly #read: ReadStream
  readonly #recorder: Recorder
  readonly #open: Open[] = []

  constructor(read: ReadStream, recorder: Recorder) {
    this.#read = read
    this.#recorder = recorder
  }

  /** Opens or closes streams until there are so many, and resolves when each has given its first text. */
  async hold(count: number): Promise<void> {
    while (this.#open.length < count) {
      const missing = Math.min(AT_ONCE, count - this.#open.length)
      await Promise.all(Array.from({ length: missing }, () => this.#start()))
    }
    const surplus = this.#open.splice(count)
    for (const stream of surplus) stream.abort()
    await Promise.all(surplus.map((stream) => stream.ended))
  }

  /** Asks `times` short questions, one after the other. */
  async firsts(times: number): Promise<{ sinceAsked: number[]; sinceSent: number[] }> {
    const firsts = { sinceAsked: [] as number[], sinceSent: [] as number[] }
    for (let time = 0; time < times; time++) {
      const asked = now()
      let first = true
      const onText = (text: string) => {
        if (!first || text === '') return
        first = false
        const moment = now()
        for (const sent of momentsOf(text)) firsts.sinceSent.push((moment - sent) / 1_000)
        firsts.sinceAsked.push((moment - asked) / 1_000)
      }
      await this.#read('short', onText, new AbortController().signal)
    }
    return firsts
  }

  async #start(): Promise<void> {
    const controller = new AbortController()
    const started = Promise.withResolvers<void>()
    const onText = (text: string) => {
      this.#recorder.take(text)
      started.resolve()
    }
    const ended = this.#read('steady', onText, controller.signal)
    ended.catch(started.reject)
    this.#open.push({ abort: () => controller.abort(), ended })
    await started.promise
  }
}
