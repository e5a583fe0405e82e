import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4Message,
  LanguageModelV4Usage,
} from '@ai-sdk/provider'

export const user = (text: string): LanguageModelV4Message => ({ role: 'user', content: [{ type: 'text', text }] })
export const assistant = (text: string): LanguageModelV4Message => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
})

export interface Answer {
  text: string
  reasoning: string
  types: string[]
  finish: LanguageModelV4FinishReason | undefined
  usage: LanguageModelV4Usage | undefined
  /** The error part, or what the stream was broken with. */
  error: unknown
}

type Rest = Omit<LanguageModelV4CallOptions, 'prompt'> & { onText?: (text: string) => void }

/** Streams an answer to its end, whatever that is, as the engine does. */
export async function answer(
  model: LanguageModelV4,
  prompt: string | LanguageModelV4Message[],
  rest: Rest = {},
): Promise<Answer> {
  const { onText, ...options } = rest
  const read: Answer = { text: '', reasoning: '', types: [], finish: undefined, usage: undefined, error: undefined }
  try {
    const { stream } = await model.doStream({
      prompt: typeof prompt === 'string' ? [user(prompt)] : prompt,
      ...options,
    })
    for await (const part of stream) {
      read.types.push(part.type)
      if (part.type === 'text-delta') {
        read.text += part.delta
        onText?.(read.text)
      } else if (part.type === 'reasoning-delta') read.reasoning += part.delta
      else if (part.type === 'error') read.error = part.error
      else if (part.type === 'finish') {
        read.finish = part.finishReason
        read.usage = part.usage
      }
    }
  } catch (error) {
    read.error = error
  }
  return read
}
