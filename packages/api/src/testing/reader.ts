import { foldEvent, type Body, type MessageRef } from '@parley/contract'
import type { Message } from '@parley/db'
import { isTrackedEnvelope } from '@trpc/server'

import type { FollowEvent } from '../generation/follow.ts'
import { parsePosition } from '../generation/position.ts'
import type { TestApi } from './api.ts'

/** What a client makes of the events of one answer. Throws when an event comes twice or out of order. */
export class Reader {
  position: string | null = null
  body: Body = { content: '', parts: null }
  /** The finished message, once it has come. */
  message: Message | null = null
  readonly events: { position: string; event: FollowEvent; text: string }[] = []

  receive(position: string, event: FollowEvent): void {
    if (this.message !== null) throw new Error('An event came after the finished message.')
    if (event.type === 'start' || event.type === 'finish') this.body = event.message
    else {
      this.#requireNew(position)
      this.body = foldEvent(this.body, event)
    }
    if (event.type === 'finish') this.message = event.message
    this.position = position
    this.events.push({ position, event, text: this.body.content })
  }

  get text(): string {
    return this.body.content
  }

  #requireNew(position: string): void {
    const [last, next] = [parsePosition(this.position ?? ''), parsePosition(position)]
    const follows = last !== null && next !== null && next.generationId === last.generationId && next.seq > last.seq
    if (!follows) throw new Error(`${position} does not follow ${this.position}.`)
  }
}

/** A reader that goes on where another one stood. */
export function readerAt({ position, text }: { position: string; text: string }): Reader {
  const reader = new Reader()
  reader.position = position
  reader.body = { content: text, parts: null }
  return reader
}

interface Reading {
  reader?: Reader
  /** Leaves the stream as soon as it says so; reads to the end when left out. */
  enough?: (reader: Reader) => boolean
  signal?: AbortSignal
}

/** Follows an answer through the API from where the reader stands. */
export async function read(
  api: TestApi,
  userId: string,
  { conversationId, messageId }: MessageRef,
  { reader = new Reader(), enough = () => false, signal }: Reading = {},
): Promise<Reader> {
  const caller = api.callerFor(userId, signal && { signal })
  const stream: AsyncIterable<unknown> = await caller.chat.follow({
    conversationId,
    messageId,
    lastEventId: reader.position,
  })
  for await (const item of stream) {
    // Without a link in between, a caller gets the envelope itself.
    if (!isTrackedEnvelope<FollowEvent>(item)) throw new Error('An event has no position.')
    const [position, event] = item
    reader.receive(position, event)
    if (enough(reader)) break
  }
  return reader
}
