import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { ContextReceipt } from '@parley/contract'

import { toPrompt } from './prompt.ts'
import { chooseWindow, type ContextMessage } from './window.ts'

export interface FitContext {
  /** The active branch, oldest first, or its tail; at its end the answer to continue, if there is one. */
  messages: readonly ContextMessage[]
  /** Messages of the whole branch, when `messages` is only its tail. */
  branchLength?: number
  systemPrompt: string | null
  /** Messages to send at most, 1 or more. */
  contextLimit: number
  /** Tokens that the model takes; null where that is not known. */
  contextWindow: number | null
  countTokens: (text: string) => number
  /** The model's id, for the receipt. */
  model: string
}

export interface FittedContext {
  prompt: LanguageModelV4Prompt
  receipt: ContextReceipt
  /** For the call, beside the prompt: the demo model tells what it was shown. Other models ignore it. */
  providerOptions: { parley: { contextLimit: number; branchLength: number; question: string } }
}

/** Tokens that a message costs beside its text: its role and the marks around it. */
const tokensPerMessage = 4

/** Room for the answer: a quarter of the context window, at most this many tokens. */
const answerTokens = 4096

/**
 * What a model is sent: the last `contextLimit` messages within its context window less room for the answer, oldest
 * dropped first, always with the system prompt and the newest user message. Messages without text are left out.
 */
export function fitContext(input: FitContext): FittedContext {
  const { contextLimit, contextWindow, countTokens, model } = input
  const cost = (text: string) => countTokens(text) + tokensPerMessage
  const spoken = input.messages.filter((message) => !isBlank(message.content))
  const systemPrompt = input.systemPrompt === null || isBlank(input.systemPrompt) ? null : input.systemPrompt
  const systemTokens = systemPrompt === null ? 0 : cost(systemPrompt)
  const room = contextWindow === null ? Infinity : contextWindow - Math.min(Math.floor(contextWindow / 4), answerTokens)

  const window = chooseWindow(spoken, {
    contextLimit,
    budget: room - systemTokens,
    cost: ({ content }) => cost(content),
  })
  const unseen = Math.max((input.branchLength ?? 0) - input.messages.length, 0)
  return {
    prompt: toPrompt(systemPrompt, window.messages),
    receipt: {
      model,
      messageIds: window.messages.map(({ id }) => id),
      dropped: { ...window.dropped, limit: window.dropped.limit + unseen },
      contextLimit,
      tokens: window.tokens + systemTokens,
      contextWindow,
      systemPrompt: systemPrompt !== null,
    },
    providerOptions: {
      parley: {
        contextLimit,
        branchLength: spoken.length + unseen,
        question: window.messages.findLast(({ role }) => role === 'user')?.content ?? '',
      },
    },
  }
}

const isBlank = (text: string) => text.trim() === ''
