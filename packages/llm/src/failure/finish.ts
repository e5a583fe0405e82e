import type { LanguageModelV4FinishReason } from '@ai-sdk/provider'

import type { ProviderFailure } from './provider-failure.ts'

const cut: ProviderFailure = { message: 'The connection to the provider broke off in the answer.', retryable: true }

const failures = {
  stop: null,
  length: null,
  'tool-calls': null,
  'content-filter': { message: "The provider's content filter ended the answer.", retryable: false },
  error: { message: 'The provider ended the answer with an error.', retryable: true },
  interrupted: cut,
} as const satisfies Record<Exclude<LanguageModelV4FinishReason['unified'], 'other'>, ProviderFailure | null>

/**
 * Why an answer that came to its end is not whole, or null when it is. Pass undefined for a stream that closed without
 * a `finish` part: providers differ in how a cut shows (an `error` part, `interrupted`, or no `finish` at all).
 * An answer that hit its length limit is whole.
 */
export function finishFailure(reason: LanguageModelV4FinishReason | undefined): ProviderFailure | null {
  if (!reason) return cut
  // "other" is a reason the SDK has no word for; without the provider's own word there was none.
  if (reason.unified === 'other') return reason.raw === undefined ? cut : null
  return failures[reason.unified]
}

/**
 * Why a whole answer is none to a person, or null when it is one. The model was heard out, so asking it the same again
 * is left to the person.
 */
export function uselessAnswer({
  toolCalls,
  hasText,
}: {
  toolCalls: boolean
  hasText: boolean
}): ProviderFailure | null {
  if (toolCalls) return { message: 'The model asked for a tool that it does not have.', retryable: true }
  return hasText ? null : { message: 'The model gave an empty answer.', retryable: true }
}
