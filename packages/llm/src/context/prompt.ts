import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider'

import type { ContextMessage } from './window.ts'

/**
 * Messages in the format of the AI SDK's models: one system message at most, first, then user and assistant in turns.
 * Neighbours of one role become one turn and system messages of the history join the system prompt, since many models
 * take nothing else. Only text is sent: reasoning stays here.
 */
export function toPrompt(systemPrompt: string | null, messages: readonly ContextMessage[]): LanguageModelV4Prompt {
  const system = [
    ...(systemPrompt === null ? [] : [systemPrompt]),
    ...messages.filter(({ role }) => role === 'system').map(({ content }) => content),
  ]
  const turns: { role: 'user' | 'assistant'; texts: string[] }[] = []
  for (const { role, content } of messages) {
    if (role === 'system') continue
    const turn = turns.at(-1)
    if (turn?.role === role) turn.texts.push(content)
    else turns.push({ role, texts: [content] })
  }
  return [
    ...(system.length === 0 ? [] : [{ role: 'system' as const, content: system.join('\n\n') }]),
    ...turns.map(({ role, texts }): LanguageModelV4Message => ({
      role,
      content: [{ type: 'text', text: texts.join('\n\n') }],
    })),
  ]
}
