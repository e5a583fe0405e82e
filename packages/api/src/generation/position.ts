import { idSchema } from '@parley/contract'
import type { Message } from '@parley/db'

/** Where a reader stands: after event `seq` of one generation. It travels as the event's id, `generationId.seq`. */
export interface Position {
  generationId: string
  seq: number
}

export const formatPosition = ({ generationId, seq }: Position): string => `${generationId}.${seq}`

/** The id of the last event of a stream; a reader that has it has everything, until the answer is continued. */
export const endPosition = ({ id, updatedAt }: Pick<Message, 'id' | 'updatedAt'>): string =>
  `${id}.end-${updatedAt.getTime()}`

/** Null for what we did not make: such a reader simply starts over. */
export function parsePosition(text: string): Position | null {
  const [generationId, seq, ...rest] = text.split('.')
  if (rest.length > 0 || seq === undefined || !/^\d{1,9}$/.test(seq)) return null
  const id = idSchema.safeParse(generationId)
  return id.success ? { generationId: id.data, seq: Number(seq) } : null
}
