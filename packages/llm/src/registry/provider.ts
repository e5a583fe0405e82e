import type { LanguageModelV4 } from '@ai-sdk/provider'

/** A model as its provider lists it. */
export interface ListedModel {
  /** Without the provider's prefix. */
  id: string
  name: string
  /** Tokens that the model takes; null where the provider does not say. */
  contextWindow: number | null
}

/** A provider that is set up. */
export interface Connection {
  /** Asks the provider; throws when it does not answer. */
  list: (signal: AbortSignal) => Promise<ListedModel[]>
  /** Any id, listed or not. */
  languageModel: (id: string) => LanguageModelV4
  /** The window of a model whose provider does not say it; null where nobody knows. */
  contextWindow: (id: string) => number | null
}
