import { expect, test } from 'vitest'

import { CHUNK_CHARS, momentsOf, now, stamped } from './clock.ts'
import { frames } from './frames.ts'

test('chunks carry their moments, also when several were merged into one text', () => {
  const moments = [1, 123_456, 987_654_321_012]
  const text = moments.map(stamped).join('')
  expect(text).toHaveLength(moments.length * CHUNK_CHARS)
  expect([...momentsOf(text)]).toEqual(moments)
})

test('a text that was cut or is not the provider’s is no measurement', () => {
  expect(() => [...momentsOf(stamped(1).slice(1))]).toThrow('cut')
  expect(() => [...momentsOf('x'.repeat(CHUNK_CHARS))]).toThrow('no moments')
})

test('the clock counts microseconds and never goes back', () => {
  const [before, started] = [now(), performance.now()]
  while (performance.now() - started < 2) now()
  const passed = now() - before
  expect(passed).toBeGreaterThanOrEqual(2_000)
  expect(passed).toBeLessThan(1_000_000)
})

test('every frame is an event of a chat completion', () => {
  for (const frame of [frames.role, frames.text(42)]) {
    expect(frame.endsWith('\n\n')).toBe(true)
    expect(JSON.parse(frame.slice('data: '.length))).toMatchObject({ choices: [{ finish_reason: null }] })
  }
  const [last = '', done] = frames.end.trimEnd().split('\n\n')
  expect(JSON.parse(last.slice('data: '.length))).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
  expect(done).toBe('data: [DONE]')
})
