import { pause, pauseAfter, retryDelay } from './retry.ts'

/** An event of a subscription with its position. */
export interface Tracked<Event> {
  id: string
  data: Event
}

interface Place {
  /** The id of the last event that was received before. */
  lastEventId: string | null
  signal: AbortSignal
}

/**
 * The events of a subscription, which is made again after its last position where it ended for a reason that passes. Ends
 * when the signal is aborted; throws what the server refused.
 */
export async function* resume<Event>(
  subscribe: (place: Place) => AsyncIterable<Tracked<Event>>,
  { lastEventId: from, signal }: Place,
): AsyncGenerator<Tracked<Event>> {
  let lastEventId = from
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const event of subscribe({ lastEventId, signal })) {
        if (signal.aborted) return
        lastEventId = event.id
        failures = 0
        yield event
      }
      await pause(retryDelay(failures), signal)
    } catch (error) {
      await pauseAfter(error, failures, signal)
    }
    failures++
  }
}
