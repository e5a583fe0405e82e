import { expect, test } from 'vitest'

import { now, stamped } from './clock.ts'
import { Recorder, summarize } from './recorder.ts'

test('the percentiles are those of all chunks, the thirds those of the time', () => {
  const growing = Array.from({ length: 300 }, (_, moment) => moment)
  expect(summarize(growing)).toMatchObject({ chunks: 300, p50: 149.5, early: 49.5, late: 249.5 })
  expect(summarize(growing.toReversed())).toMatchObject({ p50: 149.5, early: 249.5, late: 49.5 })
  expect(summarize(growing).p99).toBeCloseTo(296.01)
})

test('a delay is the time since the chunk was sent, in milliseconds', async () => {
  const recorder = new Recorder()
  recorder.take(stamped(now()))
  const measuring = recorder.measure(1)
  recorder.take(stamped(now() - 5_000) + stamped(now() - 7_000))
  const { chunks, p50 } = await measuring
  expect(chunks).toBe(2)
  expect(p50).toBeGreaterThanOrEqual(6)
  expect(p50).toBeLessThan(500)
})
