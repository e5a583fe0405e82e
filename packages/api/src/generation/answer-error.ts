import { providerFailure, type ProviderFailure } from '@parley/llm'

/** An answer that came to no good end, with what a person should know about it. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly failure: ProviderFailure

  constructor(failure: ProviderFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** What a person should know about whatever an answer's stream threw. */
export const failureOf = (error: unknown): ProviderFailure =>
  error instanceof AnswerError ? error.failure : providerFailure(error)

export const notStored = {
  message: 'The answer could not be stored.',
  retryable: true,
} as const satisfies ProviderFailure
