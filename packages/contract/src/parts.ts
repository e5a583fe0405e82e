import { z } from 'zod'

/** Who speaks. `system` is stored for imported conversations; the system prompt is the conversation's own field. */
export const roles = ['system', 'user', 'assistant'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/**
 * How a message stands. Only an assistant message is ever anything but `complete`:
 * `streaming` while a generation fills it, `stopped` by the user, `interrupted` when the server stopped, `failed` when
 * the provider did. The text received until then stays in all of them.
 */
export const messageStatuses = ['complete', 'streaming', 'stopped', 'interrupted', 'failed'] as const
export const messageStatusSchema = z.enum(messageStatuses)
export type MessageStatus = z.infer<typeof messageStatusSchema>

/** The parts of a message, a subset of the AI SDK's `UIMessage` parts. */
export const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
])
export type Part = z.infer<typeof partSchema>

/** What a message says. `parts` is null when the content is all there is. */
export interface Body {
  content: string
  parts: Part[] | null
}

export const partsOf = (body: Body): Part[] =>
  body.parts ?? (body.content === '' ? [] : [{ type: 'text', text: body.content }])

/** The body for a list of parts: `content` is the text of all text parts, `parts` only where there is more than text. */
export function bodyOf(parts: readonly Part[]): Body {
  const texts = parts.filter((part) => part.type === 'text')
  return {
    content: texts.map((part) => part.text).join(''),
    parts: texts.length === parts.length ? null : [...parts],
  }
}

/** Tokens of one generation as the provider counted them; null where it does not say. */
export interface Usage {
  inputTokens: number | null
  outputTokens: number | null
}

/** Why an answer failed, for the person who reads it. */
export interface MessageError {
  message: string
  /** Whether the same request may succeed later. */
  retryable: boolean
}

/** What a model was really sent for one answer. */
export interface ContextReceipt {
  model: string
  /** The messages that were sent, oldest first. */
  messageIds: string[]
  /** Messages of the branch that were not sent, by reason. */
  dropped: { limit: number; tokens: number }
  /** The conversation's context limit at that time, in messages. */
  contextLimit: number
  /** Tokens of what was sent, as counted here before sending; the model's context window, null where unknown. */
  tokens: number
  contextWindow: number | null
  systemPrompt: boolean
}
