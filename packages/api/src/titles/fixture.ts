import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { Logger } from '@parley/db'
import type { Models } from '@parley/llm'

import { rowsOf, SCRIPTED, type TestApi } from '../testing/index.ts'
import type { EndedTurn } from './title-conversation.ts'

/** For tests: a model that gives titles and cannot stream, what it was asked, and what was said of its failures. */
export function createNamingModel(
  reply: (options: LanguageModelV4CallOptions) => string | Promise<string>,
  { demo = false } = {},
) {
  const asked: LanguageModelV4CallOptions[] = []
  const languageModel: LanguageModelV4 = {
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'naming',
    supportedUrls: {},
    doStream: () => Promise.reject(new Error('This model gives titles only.')),
    async doGenerate(options) {
      asked.push(options)
      return {
        content: [
          { type: 'reasoning', text: 'What may it be about?' },
          { type: 'text', text: await reply(options) },
        ],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 1, text: 1, reasoning: 0 },
        },
        warnings: [],
      }
    },
  }
  const info = { id: SCRIPTED, provider: 'test', name: 'Naming', contextWindow: null, demo }
  const models: Models = {
    list: () => Promise.resolve({ models: [info], defaultModel: SCRIPTED }),
    get: () => Promise.resolve({ info, languageModel }),
  }
  const warnings: object[] = []
  const quiet = () => {}
  const logger: Logger = { debug: quiet, info: quiet, warn: (fields) => void warnings.push(fields), error: quiet }
  return { models, asked, logger, warnings }
}

/** The newest turn of a conversation as the engine has it when its answer has ended. */
export async function endedTurn({ database }: TestApi, conversationId: string): Promise<EndedTurn> {
  const { conversation, generations } = await rowsOf(database, conversationId)
  const generation = generations.at(-1)
  if (conversation === undefined || generation === undefined) throw new Error('There is no such turn.')
  return { userId: conversation.userId, conversation, assistantMessage: { id: generation.messageId }, generation }
}

export const titleOf = async ({ database }: TestApi, conversationId: string) =>
  (await rowsOf(database, conversationId)).conversation?.title
