import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'

import { collectParts } from './collect.ts'
import { demoError, estimateTokens, playScript } from './parts.ts'
import { writeScript } from './script.ts'

/** Words a second when someone asks for a slow answer. */
const slowPace = 2

export interface DemoSettings {
  /** Infinity for no delay at all. Timers end at about 1,000 words a second. */
  wordsPerSecond?: number
}

/**
 * A language model that needs no key and no network: `demo:offline`. It answers the same prompt always with the same
 * words, does what a few plain requests ask ("help" lists them), and can fail or stall like a provider.
 */
export function createDemoModel({ wordsPerSecond = 30 }: DemoSettings = {}): LanguageModelV4 {
  const play = (options: LanguageModelV4CallOptions, signal: AbortSignal) => {
    const script = writeScript(options)
    if (script.end.type === 'fail' && script.end.afterWords === 0) throw demoError()
    const pace = script.slow && wordsPerSecond !== Infinity ? Math.min(slowPace, wordsPerSecond) : wordsPerSecond
    return playScript({ script, pace, inputTokens: estimateTokens(JSON.stringify(options.prompt)), signal })
  }
  return {
    specificationVersion: 'v4',
    provider: 'demo',
    modelId: 'offline',
    supportedUrls: {},
    async doStream(options) {
      options.abortSignal?.throwIfAborted()
      return { stream: toStream((signal) => play(options, signal), options.abortSignal) }
    },
    async doGenerate(options) {
      options.abortSignal?.throwIfAborted()
      return collectParts(play(options, options.abortSignal ?? new AbortController().signal))
    },
  }
}

/** The parts as a stream whose reader may walk away: cancelling ends them like an abort. */
function toStream(
  start: (signal: AbortSignal) => AsyncGenerator<LanguageModelV4StreamPart>,
  abortSignal: AbortSignal | undefined,
): ReadableStream<LanguageModelV4StreamPart> {
  const left = new AbortController()
  const parts = start(abortSignal ? AbortSignal.any([abortSignal, left.signal]) : left.signal)
  return new ReadableStream({
    async pull(controller) {
      const next = await parts.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel(reason) {
      left.abort(reason)
    },
  })
}
