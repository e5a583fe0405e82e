import fc from 'fast-check'
import { expect, test } from 'vitest'

import { randomFrom } from './random.ts'

const tenOf = (seed: string) => {
  const random = randomFrom(seed)
  return Array.from({ length: 10 }, () => random.next())
}

test('the same seed makes the same choices, another seed others', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(tenOf(one)).toEqual(tenOf(one))
      if (one !== other) expect(tenOf(one)).not.toEqual(tenOf(other))
    }),
  )
})

test('what one fork is asked changes nothing for another', () => {
  const random = randomFrom('seed')
  const untouched = random.fork('b').uuid()
  random.fork('a').whole(1, 6)
  random.next()
  expect(random.fork('b').uuid()).toBe(untouched)
  expect(random.fork('a').uuid()).not.toBe(untouched)
})

test('a whole number lies between its ends, and both ends come', () => {
  const random = randomFrom('ends')
  const seen = new Set(Array.from({ length: 200 }, () => random.whole(3, 6)))
  expect(seen).toEqual(new Set([3, 4, 5, 6]))
})

test('an id is a UUID, and no two are the same', () => {
  const random = randomFrom('ids')
  const ids = Array.from({ length: 1_000 }, () => random.uuid())
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})
