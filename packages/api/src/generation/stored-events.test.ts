import { foldEvents, type GenerationEvent } from '@parley/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { hasGap, lastSeq, mergeStored } from './stored-events.ts'

const events = fc
  .array(
    fc.record({
      type: fc.constantFrom<GenerationEvent['type']>('text-delta', 'reasoning-delta'),
      text: fc.string({ minLength: 1 }),
    }),
  )
  .map((all) => all.map((event, index) => ({ seq: index + 1, event })))

it('merging neighbours keeps what they say and the position after them', () => {
  fc.assert(
    fc.property(events, (all) => {
      const merged = mergeStored(all)
      const body = (some: typeof all) =>
        foldEvents(
          { content: '', parts: null },
          some.map((stored) => stored.event),
        )
      expect(body(merged)).toEqual(body(all))
      expect(lastSeq(merged)).toBe(lastSeq(all))
      expect(merged.length).toBeLessThanOrEqual(all.length)
    }),
  )
})

it('a gap is seen exactly where an event is missing after a position', () => {
  fc.assert(
    fc.property(events, fc.nat(), fc.nat(), (all, position, start) => {
      const seq = all.length === 0 ? 0 : position % all.length
      const first = all.length === 0 ? 0 : start % all.length
      const run = all.slice(first)
      expect(hasGap(run, seq)).toBe(run.length > 0 && first > seq)
    }),
  )
})
