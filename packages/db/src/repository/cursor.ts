import { ParleyError } from '@parley/contract'

/** An opaque position in a list. */
export const encodeCursor = (position: readonly (string | boolean)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** The position that `read` recognises in a cursor. Throws BAD_REQUEST when the cursor was not made here. */
export function decodeCursor<Position>(cursor: string, read: (values: unknown[]) => Position | null): Position {
  const values = parse(Buffer.from(cursor, 'base64url').toString())
  const position = Array.isArray(values) ? read(values) : null
  if (position === null) throw badCursor()
  return position
}

export const badCursor = () => new ParleyError('BAD_REQUEST', 'This is not a cursor of this list.', { field: 'cursor' })

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
