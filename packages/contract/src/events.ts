import { z } from 'zod'

import { bodyOf, partsOf, type Body, type Part } from './parts.ts'

/** One persisted step of a generation. Events of a generation are numbered by `seq` from 1, without gaps. */
export const generationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text-delta'), text: z.string() }),
  z.object({ type: z.literal('reasoning-delta'), text: z.string() }),
])
export type GenerationEvent = z.infer<typeof generationEventSchema>

const partType = { 'text-delta': 'text', 'reasoning-delta': 'reasoning' } as const

/** The body after one more event. Folding all events of a generation over its first body gives the stored message. */
export function foldEvent(body: Body, event: GenerationEvent): Body {
  return foldEvents(body, [event])
}

/** `foldEvent` for a run of events. */
export function foldEvents(body: Body, events: Iterable<GenerationEvent>): Body {
  const parts: Part[] = [...partsOf(body)]
  for (const event of events) {
    const type = partType[event.type]
    const last = parts.at(-1)
    if (last?.type === type) parts[parts.length - 1] = { type, text: last.text + event.text }
    else parts.push({ type, text: event.text })
  }
  return bodyOf(parts)
}

/** Two neighbouring events as one, or null when they cannot be merged. Folding either form gives the same body. */
export function mergeEvents(first: GenerationEvent, second: GenerationEvent): GenerationEvent | null {
  return first.type === second.type ? { type: first.type, text: first.text + second.text } : null
}

/** Adds an event to the end of a run of events, merged with the last one where it can be. */
export function appendEvent(events: GenerationEvent[], event: GenerationEvent): void {
  const last = events.at(-1)
  const merged = last === undefined ? null : mergeEvents(last, event)
  if (merged === null) events.push(event)
  else events[events.length - 1] = merged
}
