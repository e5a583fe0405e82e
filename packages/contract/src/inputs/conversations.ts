import { z } from 'zod'

import { idSchema } from '../ids.ts'
import { limits } from '../limits.ts'
import { cursorSchema, pageLimitSchema } from '../page.ts'
import { textSchema } from '../text.ts'

export const titleSchema = z
  .string()
  .trim()
  .pipe(textSchema({ max: limits.titleChars, blank: false }))

/** `provider:model`, for example `openai:gpt-5` or `demo:offline`. */
export const modelIdSchema = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+:\S+$/, 'Must look like provider:model')

const systemPromptSchema = textSchema({ max: limits.systemPromptChars, blank: true })
const contextLimitSchema = z.number().int().min(1).max(limits.contextMessages)

export const conversationInput = z.object({ id: idSchema })

export const createConversationInput = z.object({
  id: idSchema.optional(),
  title: titleSchema.optional(),
  model: modelIdSchema.optional(),
  systemPrompt: systemPromptSchema.optional(),
  contextLimit: contextLimitSchema.optional(),
})
export type CreateConversation = z.infer<typeof createConversationInput>

export const listConversationsInput = z.object({
  cursor: cursorSchema.nullish(),
  limit: pageLimitSchema.default(30),
  archived: z.boolean().default(false),
  trashed: z.boolean().default(false),
})
export type ListConversations = z.infer<typeof listConversationsInput>

export const updateConversationInput = z.object({
  id: idSchema,
  title: titleSchema.optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** Null goes back to the default model. */
  model: modelIdSchema.nullable().optional(),
  /** Null removes the prompt. */
  systemPrompt: systemPromptSchema.nullable().optional(),
  contextLimit: contextLimitSchema.optional(),
})
export type UpdateConversation = z.infer<typeof updateConversationInput>

export const switchHeadInput = conversationInput.extend({
  /** A message of the branch that becomes the active one. */
  messageId: idSchema,
})
export type SwitchHead = z.infer<typeof switchHeadInput>

export const deleteConversationInput = z.object({
  id: idSchema,
  /** Erase with everything in it, instead of moving to the trash. */
  permanently: z.boolean().default(false),
})
export type DeleteConversation = z.infer<typeof deleteConversationInput>
