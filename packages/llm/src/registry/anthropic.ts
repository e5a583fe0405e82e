import { createAnthropic } from '@ai-sdk/anthropic'

import { adaptCalls, betweenUsers } from './calls.ts'
import { fetchModels } from './listing.ts'
import type { Connection } from './provider.ts'

/** The version of the API that this speaks, a header of every request. */
const version = '2023-06-01'

/** Every Claude since version 2.1 takes as much, and some more. */
const claudeWindow = 200_000

export function connectAnthropic({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): Connection {
  const provider = createAnthropic({ apiKey, baseURL: baseUrl })
  const headers = { 'x-api-key': apiKey, 'anthropic-version': version }
  return {
    list: (signal) => fetchModels({ url: `${baseUrl}/models?limit=1000`, headers, signal }),
    languageModel: (id) =>
      adaptCalls(provider.languageModel(id), (options) => ({ ...options, prompt: betweenUsers(options.prompt) })),
    contextWindow: (id) => (id.startsWith('claude-') ? claudeWindow : null),
  }
}
