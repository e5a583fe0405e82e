import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { GenerationEvent, Usage } from '@parley/contract'
import { finishFailure, uselessAnswer, type Model } from '@parley/llm'

import { AnswerError } from './answer-error.ts'
import { AnswerText } from './answer-text.ts'
import { waitBeforeAskingAgain } from './ask-again.ts'
import { modelParts } from './model-parts.ts'
import { retry } from './retry.ts'
import { Watchdog, type Timeouts } from './watchdog.ts'

interface Request {
  model: Model
  call: LanguageModelV4CallOptions
  timeouts: Timeouts
  signal: AbortSignal
  /** Whether the message says something already, so that the model may have nothing to add. */
  begun: boolean
  /** Throws when the answer is not to be asked for any more: while it was waited for, another process may have taken it. */
  beforeAskingAgain: () => Promise<void>
  onEvent: (event: GenerationEvent) => Promise<void> | undefined
}

type Finish = Extract<LanguageModelV4StreamPart, { type: 'finish' }>

/**
 * Reads one answer to its end and returns what it used. Every text is storable when it is handed on. A provider that
 * fails before its first word is asked again where that makes sense. Throws what the provider said, an AnswerError, or
 * the signal's reason; what was handed on until then stays valid.
 */
export async function readAnswer({
  model,
  call,
  timeouts,
  signal,
  begun,
  beforeAskingAgain,
  onEvent,
}: Request): Promise<Usage> {
  using watchdog = new Watchdog(timeouts)
  const abortSignal = AbortSignal.any([signal, watchdog.signal])
  let answer = new AnswerText(onEvent)
  let asked = false
  const ask = async () => {
    if (asked) await beforeAskingAgain()
    asked = true
    answer = new AnswerText(onEvent)
    watchdog.asked()
    try {
      return await readWhole(modelParts(model.languageModel, call, abortSignal), answer, watchdog)
    } finally {
      watchdog.rest()
    }
  }
  const finish = await retry(ask, {
    signal: abortSignal,
    wait: (error, failures) => (answer.untouched ? waitBeforeAskingAgain(error, failures) : null),
  })
  const toolCalls = finish?.finishReason.unified === 'tool-calls'
  const failure = uselessAnswer({ toolCalls, hasText: begun || answer.hasText })
  if (failure !== null) throw new AnswerError(failure)
  return {
    inputTokens: finish?.usage.inputTokens.total ?? null,
    outputTokens: finish?.usage.outputTokens.total ?? null,
  }
}

/** Hands on what a model says until it has finished. */
async function readWhole(
  parts: AsyncIterable<LanguageModelV4StreamPart>,
  answer: AnswerText,
  watchdog: Watchdog,
): Promise<Finish | undefined> {
  let finish: Finish | undefined
  for await (const part of parts) {
    if (!isPreamble(part)) watchdog.heard()
    const written = handOn(part, answer)
    if (written !== undefined) {
      // The model is read no further while the database is behind.
      watchdog.rest()
      await written
      watchdog.heard()
    }
    if (part.type === 'finish') {
      finish = part
      break
    }
  }
  const failure = finishFailure(finish?.finishReason)
  if (failure !== null) throw new AnswerError(failure)
  return finish
}

function handOn(part: LanguageModelV4StreamPart, answer: AnswerText): Promise<void> | undefined {
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return answer.push(part.type, part.delta)
    case 'text-end':
      return answer.end('text-delta')
    case 'reasoning-end':
      return answer.end('reasoning-delta')
    case 'error':
      throw part.error
    default:
      // Blocks that begin, and what is not asked for: tools, files, sources.
      return undefined
  }
}

/** What comes as soon as the provider has taken the call; the answer may be long in coming after it. */
const isPreamble = ({ type }: LanguageModelV4StreamPart) => type === 'stream-start' || type === 'response-metadata'
