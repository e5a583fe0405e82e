import { idSchema } from '@parley/contract'
import { z } from 'zod'

/** The channel on which processes tell each other about generations. */
export const GENERATIONS_CHANNEL = 'parley_generations'

const noticeSchema = z.discriminatedUnion('type', [
  /** More events of these generations are stored. */
  z.object({ type: z.literal('committed'), process: idSchema, generations: z.array(z.string()) }),
  /** The generation has ended and its message is stored. */
  z.object({ type: z.literal('ended'), process: idSchema, generationId: idSchema }),
  /** Somebody asked `process` to stop this generation. */
  z.object({ type: z.literal('stop'), process: idSchema, userId: idSchema, generationId: idSchema }),
])
/** In a statement: asks the process that runs a row of `generations` to stop it. */
export const tellStop = (g: string) =>
  `pg_notify('${GENERATIONS_CHANNEL}',
      json_build_object('type', 'stop', 'process', ${g}.owner, 'userId', ${g}.user_id, 'generationId', ${g}.id)::text)`

/** What happened, without its content: who is told reads the rest from the tables. */
export type GenerationNotice = z.infer<typeof noticeSchema>

/**
 * Null for a payload that this version does not know.
 *
 * @example
 * ```ts
 * import { connect, GENERATIONS_CHANNEL, parseNotice } from '@parley/db'
 *
 * await using db = connect('postgres://localhost/parley')
 * const ended: string[] = []
 * const onNotify = (payload: string) => {
 *   const notice = parseNotice(payload)
 *   if (notice?.type === 'ended') ended.push(notice.generationId)
 * }
 * const stopListening = await db.listen(GENERATIONS_CHANNEL, onNotify, () => {})
 * await stopListening()
 * ```
 */
export function parseNotice(payload: string): GenerationNotice | null {
  try {
    return noticeSchema.safeParse(JSON.parse(payload)).data ?? null
  } catch {
    return null
  }
}
