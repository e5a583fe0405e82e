import { APICallError } from '@ai-sdk/provider'
import { modelIdSchema } from '@parley/contract'
import { z } from 'zod'

import type { ListedModel } from './provider.ts'

const count = z.number().int().positive().nullish().catch(null)

/**
 * One model of a list endpoint. OpenAI gives an id and a date; the others add the window, each by another name:
 * Anthropic, vLLM, OpenRouter and Together, Mistral, Groq, llama.cpp.
 */
const entrySchema = z
  .object({
    id: z.string().min(1),
    created: z.number().catch(0).default(0),
    display_name: z.string().min(1).nullish().catch(null),
    max_input_tokens: count,
    max_model_len: count,
    context_length: count,
    max_context_length: count,
    context_window: count,
    meta: z.object({ n_ctx: count, n_ctx_train: count }).nullish().catch(null),
  })
  .transform(({ id, created, display_name, meta, ...windows }) => ({
    created,
    model: {
      id,
      name: display_name ?? id,
      contextWindow: Object.values(windows).find(isCount) ?? meta?.n_ctx ?? meta?.n_ctx_train ?? null,
    } satisfies ListedModel,
  }))

const listSchema = z.union([
  z.object({ data: z.array(entrySchema) }).transform(({ data }) => data),
  z.array(entrySchema),
])

interface Listing {
  url: string
  headers: Record<string, string>
  signal: AbortSignal
}

/** A provider's chat models, newest first where it tells their age. Throws what the provider answers instead. */
export async function fetchModels({ url, headers, signal }: Listing): Promise<ListedModel[]> {
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers }, signal })
  if (!response.ok) {
    const { status: statusCode } = response
    await response.body?.cancel()
    throw new APICallError({ message: `The list of models was refused.`, url, requestBodyValues: {}, statusCode })
  }
  const listed = listSchema.parse(await response.json())
  return listed
    .toSorted((a, b) => b.created - a.created)
    .map(({ model }) => model)
    .filter(({ id }) => isChatModel(id) && modelIdSchema.safeParse(`x:${id}`).success)
}

const otherKinds =
  /embed|rerank|moderation|whisper|transcri|speech|audio|realtime|-live-|image|dall-e|sora|(^|[-_/])(tts|bge|e5|veo)([-_.:\d]|$)|^(davinci|babbage)-|turbo-instruct|deep-research|computer-use/i

/** Whether a model's name says nothing against chatting with it; lists hold embeddings, voices and pictures too. */
export const isChatModel = (id: string): boolean => !otherKinds.test(id)

const isCount = (value: number | null | undefined): value is number => typeof value === 'number'
