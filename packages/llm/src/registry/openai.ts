import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import * as openaiModels from 'gpt-tokenizer/models'
import { z } from 'zod'

import { adaptCalls, betweenUsers } from './calls.ts'
import { fetchModels } from './listing.ts'
import type { Connection } from './provider.ts'
import { wordsFirst } from './words-first.ts'

const origin = 'https://api.openai.com/v1'

/** OpenAI itself, through its Responses API. */
export function connectOpenAI({ apiKey, baseUrl = origin }: { apiKey: string; baseUrl?: string }): Connection {
  const provider = createOpenAI({ apiKey, baseURL: baseUrl })
  return {
    list: (signal) => fetchModels({ url: `${baseUrl}/models`, headers: bearer(apiKey), signal }),
    languageModel: (id) =>
      // Unlike chat completions, responses are kept at OpenAI unless one says no.
      adaptCalls(provider.responses(id), (options) => ({
        ...options,
        prompt: betweenUsers(options.prompt),
        providerOptions: {
          ...options.providerOptions,
          openai: { store: false, ...options.providerOptions?.['openai'] },
        },
      })),
    contextWindow: (id) => windows.get(id) ?? null,
  }
}

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, LM Studio, llama.cpp and many more. */
export function connectCompatible({ apiKey, baseUrl }: { apiKey: string | undefined; baseUrl: string }): Connection {
  const key = apiKey ? { apiKey } : {}
  const chat = (id: string) =>
    wordsFirst((fetch) => {
      const own = fetch ? { fetch } : {}
      return createOpenAICompatible({ name: 'openai', baseURL: baseUrl, includeUsage: true, ...key, ...own }).chatModel(
        id,
      )
    })
  return {
    list: (signal) => fetchModels({ url: `${baseUrl}/models`, headers: apiKey ? bearer(apiKey) : {}, signal }),
    languageModel: (id) => adaptCalls(chat(id), (options) => ({ ...options, prompt: betweenUsers(options.prompt) })),
    contextWindow: () => null,
  }
}

const bearer = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` })

const windowSchema = z.object({ context_window: z.number().optional(), max_input_tokens: z.number().optional() })

/** What OpenAI's models take, as its documentation says; the list endpoint does not. */
const windows = new Map(
  Object.entries(openaiModels).flatMap(([id, model]) => {
    const spec = windowSchema.safeParse(model).data
    const tokens = spec?.max_input_tokens ?? spec?.context_window
    return tokens === undefined ? [] : [[id, tokens] as const]
  }),
)
