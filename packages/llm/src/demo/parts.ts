import { setTimeout as delay } from 'node:timers/promises'

import { APICallError, type LanguageModelV4StreamPart, type LanguageModelV4Usage } from '@ai-sdk/provider'

import type { Script } from './request.ts'
import { splitWords } from './words.ts'

interface Play {
  script: Script
  /** Words a second; Infinity for no delay at all. */
  pace: number
  /** Tokens of the prompt, for the usage. */
  inputTokens: number
  signal: AbortSignal
}

/** The stream parts of a script at its pace. Throws the signal's reason as soon as it is aborted. */
export async function* playScript({
  script,
  pace,
  inputTokens,
  signal,
}: Play): AsyncGenerator<LanguageModelV4StreamPart> {
  const { reasoning, text, end } = script
  yield { type: 'stream-start', warnings: [] }
  if (reasoning !== null) {
    yield { type: 'reasoning-start', id: 'reasoning' }
    for await (const delta of pacedWords(reasoning, pace, signal))
      yield { type: 'reasoning-delta', id: 'reasoning', delta }
    yield { type: 'reasoning-end', id: 'reasoning' }
  }
  const said = end.type === 'finish' ? text : splitWords(text).slice(0, end.afterWords).join('')
  yield { type: 'text-start', id: 'text' }
  for await (const delta of pacedWords(said, pace, signal)) yield { type: 'text-delta', id: 'text', delta }
  if (end.type === 'stall') await stall(signal)
  yield { type: 'text-end', id: 'text' }
  if (end.type === 'fail') yield { type: 'error', error: demoError() }
  const unified = end.type === 'fail' ? 'error' : 'stop'
  yield { type: 'finish', finishReason: { unified, raw: unified }, usage: usageOf(inputTokens, reasoning ?? '', said) }
}

async function* pacedWords(text: string, pace: number, signal: AbortSignal): AsyncGenerator<string> {
  for (const word of splitWords(text)) {
    if (pace !== Infinity) await pause(1000 / pace, signal)
    signal.throwIfAborted()
    yield word
  }
}

/** The longest delay that a timer takes, about 25 days. */
const forever = 2 ** 31 - 1

async function stall(signal: AbortSignal): Promise<void> {
  await pause(forever, signal)
}

/** Waits, but not after an abort; then throws what a fetch would: the signal's reason. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal, ref: milliseconds !== forever })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

/** A failure as a provider's server reports it. */
export const demoError = () =>
  new APICallError({
    message: 'The demo model failed, as it was asked to.',
    url: 'demo:offline',
    requestBodyValues: {},
    statusCode: 500,
    isRetryable: true,
  })

/** About four characters a token, as in English. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4)

function usageOf(input: number, reasoning: string, text: string): LanguageModelV4Usage {
  const spent = { text: estimateTokens(text), reasoning: estimateTokens(reasoning) }
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: spent.text + spent.reasoning, ...spent },
  }
}
