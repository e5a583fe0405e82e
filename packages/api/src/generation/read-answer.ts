import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { GenerationEvent, Usage } from '@parley/contract'
import { finishFailure, providerFailure, type Model, type ProviderFailure } from '@parley/llm'
import pRetry from 'p-retry'

import { TextCleaner } from './clean-text.ts'
import { Watchdog, type Timeouts } from './watchdog.ts'

/** Tries of a request that a provider refuses for now, before anything was received. */
const RETRIES = 3

interface Request {
  model: Model
  call: LanguageModelV4CallOptions
  timeouts: Timeouts
  signal: AbortSignal
  onEvent: (event: GenerationEvent) => Promise<void> | undefined
}

/**
 * Reads one answer to its end and returns what it used. Every text is storable when it is handed on. Throws what the
 * provider said, a TimeoutError, or the signal's reason; what was handed on until then stays valid.
 */
export async function readAnswer({ model, call, timeouts, signal, onEvent }: Request): Promise<Usage> {
  using watchdog = new Watchdog(timeouts)
  const abortSignal = AbortSignal.any([signal, watchdog.signal])
  const stream = await openStream(model, call, abortSignal)
  const cleaners = { 'text-delta': new TextCleaner(), 'reasoning-delta': new TextCleaner() }

  const emit = async (type: GenerationEvent['type'], text: string) => {
    if (text !== '') await onEvent({ type, text })
  }
  let finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | undefined
  for await (const part of readParts(stream, abortSignal)) {
    if (!isPreamble(part)) watchdog.heard()
    switch (part.type) {
      case 'text-delta':
      case 'reasoning-delta':
        await emit(part.type, cleaners[part.type].push(part.delta))
        break
      case 'text-end':
        await emit('text-delta', cleaners['text-delta'].end())
        break
      case 'reasoning-end':
        await emit('reasoning-delta', cleaners['reasoning-delta'].end())
        break
      case 'error':
        throw part.error
      case 'finish':
        finish = part
        break
      default:
        // Blocks that begin, and what is not asked for: tools, files, sources.
        break
    }
    if (finish !== undefined) break
  }
  const failure = finishFailure(finish?.finishReason)
  if (failure !== null) throw new CutAnswerError(failure)
  return {
    inputTokens: finish?.usage.inputTokens.total ?? null,
    outputTokens: finish?.usage.outputTokens.total ?? null,
  }
}

/** What comes as soon as the provider has taken the call; the answer may be long in coming after it. */
const isPreamble = ({ type }: LanguageModelV4StreamPart) => type === 'stream-start' || type === 'response-metadata'

/** The provider's stream came to an end that is not the answer's. */
export class CutAnswerError extends Error {
  override readonly name = 'CutAnswerError'
  readonly failure: ProviderFailure

  constructor(failure: ProviderFailure) {
    super(failure.message)
    this.failure = failure
  }
}

async function openStream({ languageModel }: Model, call: LanguageModelV4CallOptions, abortSignal: AbortSignal) {
  const ask = () => untilAborted(languageModel.doStream({ ...call, abortSignal }), abortSignal)
  const { stream } = await pRetry(ask, {
    retries: RETRIES,
    minTimeout: 500,
    maxTimeout: 10_000,
    randomize: true,
    signal: abortSignal,
    shouldRetry: ({ error }) => providerFailure(error).retryable,
  })
  return stream
}

/** Ends the wait at once when aborted, also where a provider does not listen to its signal. */
async function untilAborted<Result>(work: PromiseLike<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Ends the wait for the next part at once when aborted, also where a provider does not listen to its signal. */
async function* readParts(stream: ReadableStream<LanguageModelV4StreamPart>, signal: AbortSignal) {
  const reader = stream.getReader()
  const cancel = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return
      yield value
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}
