import { z } from 'zod'

import { idSchema } from '../ids.ts'
import { modelIdSchema } from './conversations.ts'
import { contentSchema, messageInput } from './messages.ts'

export const sendInput = z.object({
  /** An id that is new makes the conversation. */
  conversationId: idSchema,
  /** Chosen by the client, best a UUIDv7: sending it again never makes a second message. */
  messageId: idSchema,
  content: contentSchema,
  /**
   * The message it answers; the head when left out, the start of a new tree when null. Below one that is being written
   * nothing is stored: GENERATION_RUNNING.
   */
  parentId: idSchema.nullable().optional(),
  model: modelIdSchema.optional(),
})
export type Send = z.infer<typeof sendInput>

export const editInput = z.object({
  conversationId: idSchema,
  /** The message that gets a new sibling. */
  messageId: idSchema,
  /** The id of the new sibling; with one chosen by the client, sending again never makes a second. */
  newMessageId: idSchema.optional(),
  content: contentSchema,
  model: modelIdSchema.optional(),
})
export type Edit = z.infer<typeof editInput>

export const regenerateInput = messageInput.extend({
  /** The id of the new sibling; with one chosen by the client, sending again never makes a second. */
  newMessageId: idSchema.optional(),
  model: modelIdSchema.optional(),
})
export type Regenerate = z.infer<typeof regenerateInput>

export const followInput = messageInput.extend({
  /** The id of the last event that was received; the stream goes on after it. */
  lastEventId: z.string().max(200).nullish(),
})
export type Follow = z.infer<typeof followInput>
