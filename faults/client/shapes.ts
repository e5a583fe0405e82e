import { messageStatusSchema } from '@parley/contract'
import { z } from 'zod'

/** What the harness reads of a message on the wire. */
export const messageSchema = z.object({ id: z.string(), status: messageStatusSchema, content: z.string() })
export type WireMessage = z.infer<typeof messageSchema>

/** The answer of send and edit, and that of regenerate and continue. */
export const turnSchema = z.union([
  z.object({
    assistantMessage: messageSchema,
    userMessage: z.object({ parentId: z.string().nullable() }),
    branched: z.boolean(),
  }),
  z.object({ assistantMessage: messageSchema, userMessage: z.undefined().optional() }),
])

/** One message of tRPC over a WebSocket, as far as a reader needs it. */
export const frameSchema = z.union([
  z.object({ error: z.object({ json: z.object({ message: z.string(), data: z.object({ reason: z.string() }) }) }) }),
  z.object({ result: z.object({ type: z.enum(['started', 'stopped']) }) }),
  z.object({
    result: z.object({
      type: z.literal('data'),
      id: z.string(),
      data: z.object({
        json: z.object({
          data: z.discriminatedUnion('type', [
            z.object({ type: z.literal('start'), message: messageSchema }),
            z.object({ type: z.literal('text-delta'), text: z.string() }),
            z.object({ type: z.literal('finish'), message: messageSchema }),
          ]),
        }),
      }),
    }),
  }),
  z.object({ method: z.literal('reconnect') }),
])
