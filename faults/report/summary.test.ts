import { expect, test } from 'vitest'

import { percentile } from './percentile.ts'
import { judgeStops, summaryLine, summaryText } from './summary.ts'
import { Tally } from './tally.ts'

const violation = { rule: 'left running', subject: 'id', expected: 'an end', found: 'none' }

function stops(milliseconds: number, count: number): Tally {
  const tally = new Tally()
  for (let index = 0; index < count; index++) tally.measure('stop', milliseconds)
  return tally
}

test('the p95 is the value that one in twenty exceeds', () => {
  expect(
    percentile(
      Array.from({ length: 100 }, (_, index) => 100 - index),
      0.95,
    ),
  ).toBe(95)
  expect(percentile([], 0.5)).toBe(null)
})

test('stops that are slow are a violation once there are enough of them', () => {
  expect(judgeStops(stops(501, 19))).toEqual([])
  expect(judgeStops(stops(500, 20))).toEqual([])
  expect(judgeStops(stops(501, 20))).toMatchObject([{ rule: 'slow to stop', found: '501 ms' }])
})

test('on a slow machine a stop may take as long as three sends', () => {
  const tally = stops(900, 20)
  tally.measure('send', 299)
  expect(judgeStops(tally)).toHaveLength(1)
  tally.measure('send', 301)
  expect(judgeStops(tally)).toEqual([])
  const outcome = { tally, violations: [], shortfalls: [] }
  expect(summaryText(outcome, 's')).toContain("stops may take 903 ms, 3 sends' p95, instead of 500 ms")
  expect(summaryText({ ...outcome, tally: stops(7, 20) }, 's')).not.toContain('instead of')
})

test('a run that is too thin says so apart from the violations', () => {
  const text = summaryText({ tally: new Tally(), violations: [], shortfalls: ['too few kills: 0'] }, 's')
  expect(text).toContain('violations: 0\nTHE RUN IS TOO THIN, whatever the violations: too few kills: 0\n')
})

test('the text ends with the kills, the violations and the seed', () => {
  const tally = new Tally()
  tally.count('kills at random', 3)
  tally.count('kills at the provider', 2)
  expect(summaryText({ tally, violations: [], shortfalls: [] }, 's').split('\n').slice(-4, -1)).toEqual([
    'kills: 5',
    'violations: 0',
    'seed: s',
  ])
  const found = summaryText({ tally, violations: [violation], shortfalls: [] }, 's')
  expect(found).toContain('violations: 1\n  left running id\n    expected an end\n    found    none\n')
})

test('the line is one line of JSON with every figure', () => {
  const line = summaryLine({ tally: stops(7, 2), violations: [violation], shortfalls: ['thin'] }, { seed: 's' })
  expect(line.split('\n')).toHaveLength(2)
  expect(JSON.parse(line)).toMatchObject({
    seed: 's',
    kills: 0,
    times: { stop: { count: 2, p50: 7, p95: 7, max: 7 } },
    shortfalls: ['thin'],
    violations: [violation],
  })
})
