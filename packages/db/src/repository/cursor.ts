import { ParleyError, type Page } from '@parley/contract'
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

/** A page of rows that were asked for with one more than `limit`, which tells whether there is a next one. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => readonly (string | boolean)[],
): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && rows.length > limit ? encodeCursor(positionOf(last)) : null }
}

export const badCursor = () => new ParleyError('BAD_REQUEST', 'This is not a cursor of this list.', { field: 'cursor' })

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
