/**
 * Where a reader of the changes stands: all that was committed at one moment, as Postgres writes a snapshot down
 * (`xmin:xmax:xip,…`, https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT). A row that was
 * changed since is one whose transaction the snapshot does not see, in whatever order the transactions ended.
 */
export interface Position {
  /** When it was taken, by the database's clock, in milliseconds since 1970. */
  time: number
  snapshot: string
  /** The oldest transaction that may be unseen. */
  xmin: string
}

// No number begins with a zero: Postgres would read it as an octal one.
const FORM = /^(\d{1,15})\.(([1-9]\d{0,17}):([1-9]\d{0,17}):((?:[1-9]\d{0,17}(?:,[1-9]\d{0,17})*)?))$/

export const formatPosition = ({ time, snapshot }: Pick<Position, 'time' | 'snapshot'>): string => `${time}.${snapshot}`

/** Null for what is no position; one that we did not make may be one too, and shows nothing but the user's own rows. */
export function parsePosition(text: string): Position | null {
  const [, time, snapshot, xmin, xmax, list] = FORM.exec(text) ?? []
  if (time === undefined || snapshot === undefined || xmin === undefined || xmax === undefined) return null
  const running = list ? list.split(',').map(BigInt) : []
  const bounds = [BigInt(xmin) - 1n, ...running, BigInt(xmax)]
  const ascends = bounds.every((id, i) => i === 0 || id > (bounds[i - 1] ?? id))
  return ascends ? { time: Number(time), snapshot, xmin } : null
}
