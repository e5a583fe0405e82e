import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'

import { readPrompt } from './received.ts'
import { readRequest, type Script } from './request.ts'

/**
 * The script for a call. An answer that was cut goes on from the character where it stops, without another fault and
 * without its reasoning.
 */
export function writeScript(options: Pick<LanguageModelV4CallOptions, 'prompt' | 'providerOptions'>): Script {
  const received = readPrompt(options)
  const script = readRequest(received)
  if (received.begun === '') return script
  return { ...script, reasoning: null, text: restOf(script.text, received.begun), end: { type: 'finish' } }
}

const overlapChars = 40

/** What follows `begun` in the answer. Of a text that is not this answer's, its last words are looked for. */
function restOf(answer: string, begun: string): string {
  if (answer.startsWith(begun)) return answer.slice(begun.length)
  const overlap = begun.slice(-overlapChars)
  const found = overlap.length < overlapChars ? -1 : answer.indexOf(overlap)
  return found === -1 ? `\n\n${answer}` : answer.slice(found + overlap.length)
}
