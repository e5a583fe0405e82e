import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'

import { wordsOf } from './words.ts'

type Fetch = typeof globalThis.fetch
type Block = 'text' | 'reasoning'

/** An event of words is short. */
const MAX_EVENT_CHARS = 64 * 1024

const ids = { text: 'txt-0', reasoning: 'reasoning-0' } as const

/**
 * A chat completions model whose words we read ourselves: the SDK takes each event through four streams and a schema,
 * which is most of what a running answer costs. From the first event on that is more than words the SDK reads, and
 * it alone makes requests and understands failures. The parts are the same.
 */
export function wordsFirst(connect: (fetch?: Fetch) => LanguageModelV4): LanguageModelV4 {
  const model = connect()
  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(options),
    doStream: async (options) => {
      if (options.includeRawChunks) return model.doStream(options)
      let body: AnswerBytes | null = null
      const fetchBody: Fetch = async (input, init) => {
        const response = await fetch(input, init)
        if (!response.ok || response.body === null) return response
        body = new AnswerBytes(response.body)
        return new Response(body.rest, response)
      }
      const result = await connect(fetchBody).doStream(options)
      return body === null ? result : { ...result, stream: join(body, result.stream) }
    },
  }
}

/** The bytes of an answer: its events of words for us, the rest for the SDK. */
class AnswerBytes {
  /** From the first event on that is more than words. */
  readonly rest: ReadableStream<Uint8Array>
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  readonly #handedOver = Promise.withResolvers<void>()
  #text = ''

  constructor(bytes: ReadableStream<Uint8Array>) {
    this.#reader = bytes.getReader()
    // Whoever reads the rest is told; when nobody does any more, nobody needs to be.
    this.#handedOver.promise.catch(() => undefined)
    const encoder = new TextEncoder()
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      await this.#handedOver.promise
      for (let more = true; more && this.#text === '';) more = await this.#readMore()
      if (this.#text === '') return controller.close()
      controller.enqueue(encoder.encode(this.#text))
      this.#text = ''
    }
    this.rest = new ReadableStream({ pull, cancel: (reason) => this.#reader.cancel(reason) }, { highWaterMark: 0 })
  }

  /** The words that come next, or null when the SDK has to go on. */
  async next(): Promise<Record<Block, string> | null> {
    try {
      for (;;) {
        const end = this.#text.indexOf('\n\n')
        const words = end === -1 ? null : wordsOf(this.#text.slice(0, end))
        if (words !== null) {
          this.#text = this.#text.slice(end + 2)
          return words
        }
        if (end !== -1 || this.#isStrange() || !(await this.#readMore())) break
      }
      this.#handedOver.resolve()
    } catch (error) {
      this.#handedOver.reject(error)
    }
    return null
  }

  /** Lines that end otherwise, or do not end: looking for their end would hold words back. */
  #isStrange(): boolean {
    return this.#text.includes('\r') || this.#text.length > MAX_EVENT_CHARS
  }

  /** False when there is no more. */
  async #readMore(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    this.#text += this.#decoder.decode(value, { stream: !done })
    return !done
  }
}

function join(
  body: AnswerBytes,
  rest: ReadableStream<LanguageModelV4StreamPart>,
): ReadableStream<LanguageModelV4StreamPart> {
  const reader = rest.getReader()
  let started = false
  let handedOver = false
  let open: Block | null = null
  return new ReadableStream<LanguageModelV4StreamPart>(
    {
      async pull(controller) {
        const enter = (block: Block | null) => {
          if (block === open) return
          if (open !== null) controller.enqueue({ type: `${open}-end`, id: ids[open] })
          if (block !== null) controller.enqueue({ type: `${block}-start`, id: ids[block] })
          open = block
        }
        while (started && !handedOver) {
          const words = await body.next()
          handedOver = words === null
          if (words === null) enter(null)
          for (const block of ['reasoning', 'text'] as const) {
            const delta = words?.[block] ?? ''
            if (delta === '') continue
            enter(block)
            controller.enqueue({ type: `${block}-delta`, id: ids[block], delta })
          }
          if (words !== null && words.text + words.reasoning !== '') return
        }
        started = true
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
