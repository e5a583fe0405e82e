import { setTimeout as delay } from 'node:timers/promises'

import type { ChangesInput } from '@parley/contract'
import type { Repository } from '@parley/db'

import { Bell } from '../bell.ts'
import { type Connection, requireTaken } from '../connection.ts'
import type { Session } from '../context.ts'
import { untilAvailable } from '../generation/until-available.ts'
import type { Readers } from '../readers.ts'
import type { Changes } from './changes.ts'

/** A feed that nobody wakes looks by itself after this time, in milliseconds. */
const PATIENCE_MS = 30_000

/** The least time between two looks, in milliseconds: what changes meanwhile comes in one event. */
const PACE_MS = 50

type Reading = Awaited<ReturnType<Repository['changes']['read']>>

/**
 * What a feed gives. `changes`: what has changed since the event before, each thing once and as it is now. `reload`: what
 * changed cannot be told one by one; read again what is shown, the feed goes on from here.
 */
export type ChangesEvent = { type: 'changes'; changes: NonNullable<Reading['changes']> } | { type: 'reload' }

export interface Changed {
  position: string
  event: ChangesEvent
}

interface Reader {
  repo: Repository
  changes: Pick<Changes, 'subscribe'>
  readers: Readers
  session: Session
  connection: Connection
  /** How long to wait for a wake-up, in milliseconds. */
  patience?: number
}

/**
 * Everything that changes for the caller, from a position on, on any replica: snapshot and events give the newest
 * snapshot. Without a position, with one that we did not make or that is over a day old, the first event is `reload`:
 * read after it, and nothing is missed. While the database is away the feed waits for it. Throws TOO_MANY_REQUESTS for
 * more than 8 at a time over one socket or 64 of one user, UNAVAILABLE for a socket that is too slow.
 */
export async function* feed(
  { repo, changes, readers, session, connection, patience = PATIENCE_MS }: Reader,
  { lastEventId }: ChangesInput,
  signal?: AbortSignal,
): AsyncGenerator<Changed> {
  using _place = readers.take('feeds', session.userId, connection)
  const bell = new Bell()
  using _subscription = changes.subscribe(session.userId, bell.ring)
  let since = lastEventId ?? null
  while (signal?.aborted !== true) {
    const reading = await read(repo, since, signal)
    if (reading === null) return
    since = reading.position
    const event = eventOf(reading)
    if (event !== null) {
      requireTaken(connection)
      yield { position: since, event }
    }
    await delay(PACE_MS, undefined, signal && { signal }).catch(() => undefined)
    await bell.heard(patience, signal)
  }
}

function eventOf({ changes }: Reading): ChangesEvent | null {
  if (changes === null) return { type: 'reload' }
  return changes.length === 0 ? null : { type: 'changes', changes }
}

/** Reads as soon as the database lets it. Null when the signal ended it before. */
async function read(repo: Repository, since: string | null, signal: AbortSignal | undefined): Promise<Reading | null> {
  try {
    return await untilAvailable(() => repo.changes.read({ since }), { outageMs: Infinity, signal })
  } catch (error) {
    if (signal?.aborted === true) return null
    throw error
  }
}
