import { z } from 'zod'

import { idSchema } from '../ids.ts'
import { limits } from '../limits.ts'
import { cursorSchema, pageLimitSchema } from '../page.ts'
import { roleSchema } from '../parts.ts'
import { textSchema } from '../text.ts'

/** What a person may send. MAX_MESSAGE_CHARS decides the length within the ceiling; the API checks it. */
export const contentSchema = textSchema({ max: limits.messageCharsCeiling, blank: false })

export const conversationMessagesInput = z.object({ conversationId: idSchema })

export const listMessagesInput = z.object({
  conversationId: idSchema,
  cursor: cursorSchema.nullish(),
  limit: pageLimitSchema.default(50),
  /** The leaf of the branch to read; the active branch when left out. */
  leafId: idSchema.optional(),
})
export type ListMessages = z.infer<typeof listMessagesInput>

export const messageInput = z.object({ conversationId: idSchema, messageId: idSchema })
export type MessageRef = z.infer<typeof messageInput>

export const appendMessageInput = z.object({
  conversationId: idSchema,
  id: idSchema.optional(),
  role: roleSchema,
  content: contentSchema,
  /**
   * The message it answers; the head when left out, the start of a new tree when null. Below one that is being written
   * nothing is stored: GENERATION_RUNNING.
   */
  parentId: idSchema.nullable().optional(),
})
export type AppendMessage = z.infer<typeof appendMessageInput>

export const contextMessagesInput = z.object({
  conversationId: idSchema,
  limit: z.number().int().min(1).max(limits.contextMessages).default(limits.contextMessagesDefault),
})
export type ContextMessages = z.infer<typeof contextMessagesInput>
