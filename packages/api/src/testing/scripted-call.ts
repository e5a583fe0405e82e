import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'

type Block = 'text' | 'reasoning'

/** One call of the scripted model: the test says what it streams, and when. Saying nothing is a stall. */
export class ScriptedCall {
  readonly options: LanguageModelV4CallOptions
  readonly stream: ReadableStream<LanguageModelV4StreamPart>
  #controller: ReadableStreamDefaultController<LanguageModelV4StreamPart> | null = null
  #block: Block | null = null
  #blocks = 0

  /** A deaf call does not listen to its abort signal, as some providers do not. */
  constructor(options: LanguageModelV4CallOptions, { deaf }: { deaf: boolean }) {
    this.options = options
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller
        controller.enqueue({ type: 'stream-start', warnings: [] })
      },
      cancel: () => {
        this.#controller = null
      },
    })
    if (!deaf) options.abortSignal?.addEventListener('abort', () => this.break(options.abortSignal?.reason))
  }

  get prompt() {
    return this.options.prompt
  }

  /** The newest words of the user. */
  get question(): string {
    const last = this.prompt.findLast(({ role }) => role === 'user')?.content ?? ''
    return typeof last === 'string' ? last : last.map((part) => (part.type === 'text' ? part.text : '')).join('')
  }

  /** Whether the caller has given the call up. */
  get aborted(): boolean {
    return this.options.abortSignal?.aborted === true
  }

  text(delta: string): void {
    this.#enter('text')
    this.#push({ type: 'text-delta', id: this.#id(), delta })
  }

  reasoning(delta: string): void {
    this.#enter('reasoning')
    this.#push({ type: 'reasoning-delta', id: this.#id(), delta })
  }

  finish(usage = { input: 7, output: 11 }): void {
    this.#enter(null)
    this.#push({ type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: usageOf(usage) })
    this.cut()
  }

  /** The provider reports an error in mid-stream. */
  fail(error: unknown): void {
    this.#push({ type: 'error', error })
    this.cut()
  }

  /** The connection ends without a word. */
  cut(): void {
    this.#controller?.close()
    this.#controller = null
  }

  /** The connection breaks with an error. */
  break(error: unknown): void {
    this.#controller?.error(error)
    this.#controller = null
  }

  #id = () => String(this.#blocks)

  #enter(block: Block | null): void {
    if (block === this.#block) return
    if (this.#block !== null) this.#push({ type: `${this.#block}-end`, id: this.#id() })
    this.#block = block
    if (block === null) return
    this.#blocks++
    this.#push({ type: `${block}-start`, id: this.#id() })
  }

  #push(part: LanguageModelV4StreamPart): void {
    this.#controller?.enqueue(part)
  }
}

const usageOf = ({ input, output }: { input: number; output: number }): LanguageModelV4Usage => ({
  inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: output, text: output, reasoning: 0 },
})
