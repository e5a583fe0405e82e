import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
} from '@ai-sdk/provider'

/** A model that gets its calls as `adapt` changes them. */
export function adaptCalls(
  model: LanguageModelV4,
  adapt: (options: LanguageModelV4CallOptions) => LanguageModelV4CallOptions,
): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(adapt(options)),
    doStream: (options) => model.doStream(adapt(options)),
  }
}

const says = (text: string): LanguageModelV4Message => ({ role: 'user', content: [{ type: 'text', text }] })

const before = says('(Earlier messages are not shown.)')
const goOn = says(
  'Your last message was cut off. Continue it from exactly where it stops, in the middle of a word if need be. ' +
    'Repeat nothing of it and say nothing about it.',
)

/**
 * A prompt that every provider takes. Many chat templates refuse a conversation that the assistant opens, and most
 * providers refuse or overlook an answer that is only begun, so both ends get a user's words.
 */
export function betweenUsers(prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  const start = prompt.findIndex(({ role }) => role !== 'system')
  const opens = prompt[start]?.role === 'assistant'
  const ends = prompt.at(-1)?.role === 'assistant'
  return [
    ...prompt.slice(0, start === -1 ? prompt.length : start),
    ...(opens ? [before] : []),
    ...(start === -1 ? [] : prompt.slice(start)),
    ...(ends ? [goOn] : []),
  ]
}
