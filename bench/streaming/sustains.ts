import type { Delays, Sent } from './protocol.ts'
import { PERIOD_MS } from './wheel.ts'

/** Two chunks' time: up to here a reader sees text that flows. */
const P99_MS = 100
/** What the middle delay may grow by within a measurement. */
const GROWTH_MS = 25
/** The provider's own lateness, p99, up to which it counts as keeping its rate. */
const LATE_MS = 25
/** Of the chunks that the rate makes. */
const SHARE = 0.97

/** Whether so many streams ran at their full rate, with every chunk soon in hand and no lag that grows. */
export function sustains(streams: number, delays: Delays, sent: Sent): boolean {
  const expected = streams * (1_000 / PERIOD_MS) * delays.seconds * SHARE
  const rate = sent.lateP99 <= LATE_MS && delays.chunks >= expected
  return rate && delays.p99 <= P99_MS && delays.late <= delays.early + GROWTH_MS
}
