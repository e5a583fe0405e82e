import type { Violation } from '../oracle/evidence.ts'
import { percentile } from './percentile.ts'
import type { Tally } from './tally.ts'

/** Stops from which on their p95 is judged, and what it may be, in milliseconds. */
const ENOUGH_STOPS = 20
const STOPPED_WITHIN_MS = 500

/** On a machine that is slow, a stop may take as long as this many sends beside it took. */
const SENDS = 3

/** Violations that are written out; a broken server breaks every promise at once. */
const SHOWN = 40

/** Milliseconds that a stop may take, p95. */
function stopBar(tally: Tally): number {
  const send = percentile(tally.times.get('send') ?? [], 0.95) ?? 0
  return Math.max(STOPPED_WITHIN_MS, send * SENDS)
}

/** The run's own rule: the provider's connection is closed soon after a stop. */
export function judgeStops(tally: Tally): Violation[] {
  const times = tally.times.get('stop') ?? []
  const p95 = percentile(times, 0.95)
  const bar = stopBar(tally)
  if (p95 === null || times.length < ENOUGH_STOPS || p95 <= bar) return []
  const expected = `the provider's connection closed within ${Math.round(bar)} ms, p95 of ${times.length} stops`
  return [{ rule: 'slow to stop', subject: '', expected, found: `${Math.round(p95)} ms` }]
}

export interface RunOutcome {
  tally: Tally
  violations: readonly Violation[]
  /** Why the run proves too little, which says nothing of the product. */
  shortfalls: readonly string[]
}

/** What was done, how long it took, and what was wrong, for people. */
export function summaryText({ tally, violations, shortfalls }: RunOutcome, seed: string): string {
  const counts = [...tally.counts].map(([name, count]) => `  ${name.padEnd(28)} ${String(count).padStart(7)}`)
  const times = [...tally.times].map(([name, values]) => {
    const [p50, p95, max] = figures(values)
    return `  ${name.padEnd(28)} ${String(values.length).padStart(7)}   p50 ${p50}  p95 ${p95}  max ${max} ms`
  })
  const list = violations
    .slice(0, SHOWN)
    .map(
      ({ rule, subject, expected, found }) => `  ${rule} ${subject}\n    expected ${expected}\n    found    ${found}`,
    )
  const more = violations.length > SHOWN ? [`  and ${violations.length - SHOWN} more`] : []
  const bar = Math.round(stopBar(tally))
  const raised =
    bar > STOPPED_WITHIN_MS
      ? [`  This machine is slow: stops may take ${bar} ms, ${SENDS} sends' p95, instead of ${STOPPED_WITHIN_MS} ms.`]
      : []
  const thin = shortfalls.map((shortfall) => `THE RUN IS TOO THIN, whatever the violations: ${shortfall}`)
  const ending = [
    `kills: ${tally.kills}`,
    `violations: ${violations.length}`,
    ...list,
    ...more,
    ...thin,
    `seed: ${seed}`,
  ]
  return ['', ...counts, ...times, ...raised, '', ...ending, ''].join('\n')
}

/** The same, as one line of JSON. */
export function summaryLine({ tally, violations, shortfalls }: RunOutcome, run: object): string {
  const times = Object.fromEntries(
    [...tally.times].map(([name, values]) => {
      const [p50, p95, max] = figures(values)
      return [name, { count: values.length, p50, p95, max }]
    }),
  )
  const counts = Object.fromEntries(tally.counts)
  return `${JSON.stringify({ ...run, kills: tally.kills, counts, times, shortfalls, violations })}\n`
}

const figures = (values: readonly number[]) => [0.5, 0.95, 1].map((share) => Math.round(percentile(values, share) ?? 0))
