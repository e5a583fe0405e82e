import { foldEvents, type Follow, type GenerationEvent, type MessageRef } from '@parley/contract'
import type { Message, Repository, StoredEvent } from '@parley/db'

import { type Connection, requireTaken } from '../connection.ts'
import type { Session } from '../context.ts'
import type { Readers } from '../readers.ts'
import type { Bus } from './bus.ts'
import { Inbox } from './inbox.ts'
import { endPosition, formatPosition, parsePosition } from './position.ts'
import { hasGap, lastSeq, mergeStored } from './stored-events.ts'

/** A follower looks at the log this often when nothing wakes it, in milliseconds. */
const PATIENCE_MS = 5_000

/**
 * What a follower receives. `start`: the message as it stands at this position; it replaces what the reader has, and
 * comes first unless the reader resumed from a valid position. `finish`: the finished message; the stream ends.
 */
export type FollowEvent = { type: 'start'; message: Message } | GenerationEvent | { type: 'finish'; message: Message }

export interface Followed {
  position: string
  event: FollowEvent
}

interface Reader {
  readers: Readers
  session: Session
  repo: Repository
  engine: { bus: Bus }
  connection: Connection
}

/**
 * Reads a generation live from any position on any replica. Every event comes once and in order, whatever the moment
 * of subscribing. When nothing runs, the answer is the message as it is stored. A position that we did not make, or of
 * another generation, starts over. Throws TOO_MANY_REQUESTS for more than 256 at a time over one socket, and UNAVAILABLE
 * when the socket does not take what it is sent or the database is away: the reader comes back with its position.
 */
export async function* follow(
  reader: Reader,
  { conversationId, messageId, lastEventId }: Follow,
  signal?: AbortSignal,
): AsyncGenerator<Followed> {
  const ref = { conversationId, messageId }
  let resumeFrom = lastEventId ?? null
  using _place = reader.readers.take('follows', reader.session.userId, reader.connection)
  while (signal?.aborted !== true) {
    requireTaken(reader.connection)
    const { message, generation } = await reader.repo.generations.state(ref)
    if (generation === null) {
      const position = endPosition(message)
      if (position !== lastEventId) yield { position, event: { type: 'finish', message } }
      return
    }
    yield* followGeneration(reader, ref, generation.id, resumeFrom, signal)
    resumeFrom = null
  }
}

/** Subscribes, reads the log, then goes on live until the generation is over. */
async function* followGeneration(
  { session, repo, engine, connection }: Reader,
  ref: MessageRef,
  generationId: string,
  resumeFrom: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<Followed> {
  const inbox = new Inbox()
  using _subscription = engine.bus.subscribe({ userId: session.userId, generationId }, inbox.put)
  const state = await repo.generations.state(ref)
  if (state.generation?.id !== generationId) return

  const logged = lastSeq(state.events)
  const resumed = resumeFrom === null ? null : parsePosition(resumeFrom)
  let seq = logged
  if (resumed?.generationId === generationId && resumed.seq <= logged) {
    seq = resumed.seq
    yield* newer(state.events)
  } else {
    const body = foldEvents(
      state.message,
      state.events.map((stored) => stored.event),
    )
    yield followed({ type: 'start', message: { ...state.message, ...body } })
  }

  while (signal?.aborted !== true) {
    const { events, ended, stale } = await inbox.take(PATIENCE_MS, signal)
    requireTaken(connection)
    if (stale || hasGap(events, seq)) {
      const now = await repo.generations.state({ ...ref, afterSeq: seq })
      if (now.generation?.id !== generationId) return
      yield* newer(now.events)
    } else yield* newer(events)
    if (ended) return
  }

  function* newer(events: readonly StoredEvent[]): Generator<Followed> {
    for (const stored of mergeStored(events.filter((event) => event.seq > seq))) {
      seq = stored.seq
      yield followed(stored.event)
    }
  }
  function followed(event: FollowEvent): Followed {
    return { position: formatPosition({ generationId, seq }), event }
  }
}
