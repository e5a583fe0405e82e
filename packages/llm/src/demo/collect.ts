import type { LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from '@ai-sdk/provider'

/** A stream's parts as one result. Throws the error of an error part. */
export async function collectParts(
  parts: AsyncIterable<LanguageModelV4StreamPart>,
): Promise<LanguageModelV4GenerateResult> {
  const said = { reasoning: '', text: '' }
  for await (const part of parts) {
    if (part.type === 'reasoning-delta') said.reasoning += part.delta
    else if (part.type === 'text-delta') said.text += part.delta
    else if (part.type === 'error') throw part.error
    else if (part.type === 'finish') {
      const content = (['reasoning', 'text'] as const).map((type) => ({ type, text: said[type] }))
      const { finishReason, usage } = part
      return { content: content.filter(({ text }) => text !== ''), finishReason, usage, warnings: [] }
    }
  }
  throw new Error('The parts ended without a finish.')
}
