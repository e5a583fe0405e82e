import { quantile } from '../runner/measurement.ts'
import { momentsOf, now } from './clock.ts'
import type { Delays } from './protocol.ts'

/** Collects the delays of the chunks that all streams of this process receive. */
export class Recorder {
  #delays: number[] | null = null

  /** Notes the chunks of a text that is in hand at this moment. */
  readonly take = (text: string): void => {
    const moment = now()
    for (const sent of momentsOf(text)) this.#delays?.push((moment - sent) / 1_000)
  }

  /** Notes for so many milliseconds. */
  async measure(ms: number): Promise<Omit<Delays, 'commits'>> {
    const delays: number[] = []
    this.#delays = delays
    const started = performance.now()
    const cpu = process.cpuUsage()
    await new Promise((resolve) => setTimeout(resolve, ms))
    const seconds = (performance.now() - started) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    this.#delays = null
    return { ...summarize(delays), seconds, cpu: (user + system) / 1e6 / seconds }
  }
}

/** The delays in the order in which they were noted. */
export function summarize(
  delays: readonly number[],
): Pick<Delays, 'chunks' | 'p50' | 'p95' | 'p99' | 'early' | 'late'> {
  const third = Math.floor(delays.length / 3)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(delays, share))
  const early = quantile(delays.slice(0, third), 0.5)
  const late = quantile(delays.slice(delays.length - third), 0.5)
  return { chunks: delays.length, p50: p50 ?? Number.NaN, p95: p95 ?? Number.NaN, p99: p99 ?? Number.NaN, early, late }
}
