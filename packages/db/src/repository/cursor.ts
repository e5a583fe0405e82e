import { ParleyError } from '@parley/contract'
import { z } from 'zod'

/** A moment in a cursor, to the millisecond as times are stored. */
export const cursorTimeSchema = z.iso.datetime({ precision: 3 })

/** An opaque position in a list. */
export const encodeCursor = (position: readonly (string | boolean)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** The position that a cursor holds. Throws BAD_REQUEST when it was not made for this list. */
export function decodeCursor<Position>(cursor: string, schema: z.ZodType<Position>): Position {
  const position = schema.safeParse(parse(Buffer.from(cursor, 'base64url').toString()))
  if (!position.success) throw badCursor()
  return position.data
}

export const badCursor = () => new ParleyError('BAD_REQUEST', 'This is not a cursor of this list.', { field: 'cursor' })

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
