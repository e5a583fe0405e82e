import { z } from 'zod'

import { behaviours } from './frames.ts'

/** What the processes of a bench ask of each other. */
export const requestSchema = z.object({ id: z.number(), name: z.string(), argument: z.unknown() })
export const replySchema = z.object({ id: z.number(), result: z.unknown(), error: z.string().optional() })

/** What the provider reads of a call. */
export const callSchema = z.object({ model: z.enum(behaviours) })

/** For what answers nothing. */
export const doneSchema = z.null()

export const addressSchema = z.object({ url: z.string() })
export const sentSchema = z.object({ chunks: z.number(), lateP99: z.number() })
export type Sent = z.infer<typeof sentSchema>

export const databaseSchema = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  password: z.string().exactOptional(),
  database: z.string(),
})

/** What a process that reads the provider is started with. */
export const settingsSchema = z.object({ provider: z.string(), database: databaseSchema })

/** An answer that runs, for who follows it. */
export const answerSchema = z.object({ userId: z.string(), conversationId: z.string(), messageId: z.string() })
export type AnswerRef = z.infer<typeof answerSchema>

/** NaN when nothing came. */
const milliseconds = z.number().or(z.nan())

/** Delays of chunks from the provider's sending until they were in hand, in milliseconds. */
export const delaysSchema = z.object({
  chunks: z.number(),
  p50: milliseconds,
  p95: milliseconds,
  p99: milliseconds,
  /** p50 of the first and of the last third of the time: whether a lag grows. */
  early: milliseconds,
  late: milliseconds,
  seconds: z.number(),
  /** Of one core, by this process. */
  cpu: z.number(),
  /** Statements of the writer and of the heartbeat; 0 where nothing is stored. */
  commits: z.number(),
})
export type Delays = z.infer<typeof delaysSchema>

/** Milliseconds of first texts: since the question was asked, and since the provider sent them. */
export const firstsSchema = z.object({ sinceAsked: z.array(z.number()), sinceSent: z.array(z.number()) })

/** Bytes, after garbage was collected. */
export const memorySchema = z.object({ resident: z.number(), used: z.number() })
export type Memory = z.infer<typeof memorySchema>
