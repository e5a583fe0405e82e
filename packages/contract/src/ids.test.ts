import fc from 'fast-check'
import { expect, it, vi } from 'vitest'

import { idSchema, newId } from './ids.ts'

it('makes ids that sort in the order they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 2, maxLength: 50 }), (times) => {
      const ids = times.map((time) => newId(time))
      expect(ids).toEqual(ids.toSorted())
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})

it('stays in order for more ids in one millisecond than the counter holds', () => {
  const ids = Array.from({ length: 10_000 }, () => newId(0))
  expect(ids).toEqual(ids.toSorted())
})

it('writes the time, the version and the variant where RFC 9562 wants them', async () => {
  vi.resetModules()
  const fresh = await import('./ids.ts')
  const id = fresh.newId(0x017f22e279b0)
  expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

it('reads an id in either case as the same id', () => {
  const id = newId()
  expect(idSchema.parse(id.toUpperCase())).toBe(id)
})

it.each(['', 'x', '0', `${newId()} `, newId().slice(1), `{${newId()}}`])('refuses %j as an id', (text) => {
  expect(idSchema.safeParse(text).success).toBe(false)
})
