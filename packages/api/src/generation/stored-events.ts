import { mergeEvents } from '@parley/contract'
import type { StoredEvent } from '@parley/db'

/** The position after a run of events of one generation; 0 when there is none yet. */
export const lastSeq = (events: readonly StoredEvent[]): number => events.at(-1)?.seq ?? 0

/** Whether something is missing between position `seq` and what comes after it. */
export function hasGap(events: readonly StoredEvent[], seq: number): boolean {
  const next = events.find((stored) => stored.seq > seq)
  return next !== undefined && next.seq !== seq + 1
}

/** A run of stored events with neighbours merged; each keeps the last `seq` it covers. */
export function mergeStored(events: readonly StoredEvent[]): StoredEvent[] {
  const merged: StoredEvent[] = []
  for (const stored of events) {
    const last = merged.at(-1)
    const event = last === undefined ? null : mergeEvents(last.event, stored.event)
    if (event === null) merged.push(stored)
    else merged[merged.length - 1] = { seq: stored.seq, event }
  }
  return merged
}
