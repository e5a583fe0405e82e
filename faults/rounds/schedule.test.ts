import { expect, test } from 'vitest'

import { randomFrom } from '../seed/random.ts'
import { roundNames, scheduleOf } from './schedule.ts'
import { sweepPoints } from './sweep-points.ts'

test('a seed replays its rounds', () => {
  expect(scheduleOf(30, randomFrom('one'))).toEqual(scheduleOf(30, randomFrom('one')))
  expect(scheduleOf(30, randomFrom('one'))).not.toEqual(scheduleOf(30, randomFrom('two')))
})

test('a run has as many rounds as were asked for; a longer one begins as a shorter one does', () => {
  expect(scheduleOf(7, randomFrom('one'))).toEqual(scheduleOf(40, randomFrom('one')).slice(0, 7))
})

test('the rounds of the brief form that kill most come first', () => {
  expect(scheduleOf(null, randomFrom('any')).slice(0, 3)).toEqual(['random kills', 'sweep', 'sweep'])
})

test('every kind of round is in the brief form and in every twelve of the long one', () => {
  for (const rounds of [null, 12]) {
    expect(new Set(scheduleOf(rounds, randomFrom('any')))).toEqual(new Set(roundNames))
  }
})

test('the long form kills at each flight in each position, in order, and begins anew when there are no more', () => {
  const points = sweepPoints(true, randomFrom('any'))
  const flights = () =>
    Array.from({ length: 16 }, () => points.next()).flatMap((point) =>
      point.at === 'flight' ? [`${point.flight} ${point.position}`] : [],
    )
  const first = flights()
  expect(first.slice(0, 4)).toEqual(['1 unsent', '1 unanswered', '1 answered', '2 unsent'])
  expect(first).toHaveLength(12)
  points.exhausted()
  expect(flights()).toEqual(first)
  expect(points.sweeps).toBe(1)
})

test('the brief form goes twice as fast through the flights', () => {
  const points = sweepPoints(false, randomFrom('any'))
  const flights = Array.from({ length: 8 }, () => points.next()).flatMap((point) =>
    point.at === 'flight' ? [point.flight] : [],
  )
  expect(flights).toEqual([3, 5, 7, 9, 11, 13])
})
