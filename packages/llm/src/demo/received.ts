import type { LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider'
import { z } from 'zod'

/** What the demo model was sent, as its answers tell it. */
export interface Received {
  system: string | null
  messages: { role: 'user' | 'assistant'; text: string }[]
  /** The newest user message. */
  question: string
  /** The answer so far, when it is to be continued. */
  begun: string
  /** Which part of the conversation came, when the caller says so. */
  window: { contextLimit: number; branchLength: number } | null
}

const windowSchema = z.object({ contextLimit: z.number().int().min(1), branchLength: z.number().int().min(0) })
// In the prompt it may be one turn with questions before it that got no answer.
const questionSchema = z.object({ question: z.string().min(1) })

export function readPrompt({
  prompt,
  providerOptions,
}: Pick<LanguageModelV4CallOptions, 'prompt' | 'providerOptions'>): Received {
  const system = prompt.filter(({ role }) => role === 'system').map(textOf)
  const turns = prompt.flatMap((message) =>
    message.role === 'user' || message.role === 'assistant' ? [{ role: message.role, text: textOf(message) }] : [],
  )
  const begun = turns.at(-1)?.role === 'assistant' ? turns.pop() : undefined
  const window = windowSchema.safeParse(providerOptions?.['parley']).data
  return {
    system: system.length === 0 ? null : system.join('\n\n'),
    messages: turns,
    question:
      questionSchema.safeParse(providerOptions?.['parley']).data?.question ??
      turns.findLast(({ role }) => role === 'user')?.text ??
      '',
    begun: begun?.text ?? '',
    window: window ? { ...window, branchLength: window.branchLength - (begun ? 1 : 0) } : null,
  }
}

function textOf(message: LanguageModelV4Message): string {
  if (message.role === 'system') return message.content
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
