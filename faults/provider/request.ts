import { z } from 'zod'

import { parseQuestion, type Question } from './question.ts'

const contentSchema = z.union([
  z.string(),
  z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join('')),
])

const requestSchema = z.object({
  stream: z.boolean().default(false),
  messages: z.array(z.object({ role: z.string(), content: contentSchema })),
})

export interface AnswerRequest {
  question: Question
  /** The answer so far, when it is to be continued. */
  partial: string
}

/** The question that a chat completions request ends in. Null when it asks for no stream, or holds no question. */
export function readRequest(body: string): AnswerRequest | null {
  const { stream, messages } = requestSchema.parse(JSON.parse(body))
  if (!stream) return null
  const index = messages.findLastIndex(({ role, content }) => role === 'user' && parseQuestion(content) !== null)
  const question = parseQuestion(messages[index]?.content ?? '')
  if (question === null) return null
  const next = messages[index + 1]
  return { question, partial: next?.role === 'assistant' ? next.content : '' }
}
