import { expect, test } from 'vitest'

import { PERIOD_MS, Wheel } from './wheel.ts'

const members = Array.from({ length: 120 }, (_, number) => number)

function fill() {
  const wheel = new Wheel<number>(0)
  for (const member of members) wheel.add(member)
  return wheel
}

test('every member gets its turn once a period, also when the process wakes seldom', () => {
  const wheel = fill()
  const turns = new Map<number, number>()
  for (let moment = 7.3; moment < 20 * PERIOD_MS; moment += 33.3) {
    wheel.advance(moment, (member) => turns.set(member, (turns.get(member) ?? 0) + 1))
  }
  wheel.advance(20 * PERIOD_MS - 1, (member) => turns.set(member, (turns.get(member) ?? 0) + 1))
  expect([...turns.values()]).toEqual(members.map(() => 20))
})

test('the members are spread evenly over the period', () => {
  const wheel = fill()
  const bursts: number[] = []
  for (let moment = 0; moment < PERIOD_MS; moment++) {
    let taken = 0
    wheel.advance(moment, () => taken++)
    bursts.push(taken)
  }
  expect(Math.max(...bursts) - Math.min(...bursts)).toBeLessThanOrEqual(1)
})

test('a turn that comes late says how late', () => {
  const wheel = new Wheel<string>(100)
  wheel.add('one')
  const late: number[] = []
  const take = (_: string, lateness: number) => late.push(lateness)
  wheel.advance(100, take)
  wheel.advance(100 + PERIOD_MS - 1, take)
  wheel.advance(100 + PERIOD_MS + 12, take)
  expect(late).toEqual([0, 12])
})

test('who has left gets no turn, and leaves its place to the next', () => {
  const wheel = fill()
  for (const member of members) wheel.remove(member)
  wheel.advance(PERIOD_MS, () => expect.unreachable())
  expect(wheel.size).toBe(0)
})
