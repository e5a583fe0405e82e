import fc from 'fast-check'
import { expect, it } from 'vitest'

import { appendEvent, foldEvent, foldEvents, generationEventSchema, type GenerationEvent } from './events.ts'
import { bodyOf, partsOf, type Body } from './parts.ts'

const events = fc.array(
  fc.record({
    type: fc.constantFrom<GenerationEvent['type']>('text-delta', 'reasoning-delta'),
    text: fc.string({ minLength: 1 }),
  }),
)
const empty: Body = { content: '', parts: null }

it('folds a run of events the same however it was merged and cut', () => {
  fc.assert(
    fc.property(events, fc.nat(), (all, cut) => {
      const merged: GenerationEvent[] = []
      for (const event of all) appendEvent(merged, event)
      const whole = foldEvents(empty, all)
      expect(foldEvents(empty, merged)).toEqual(whole)
      expect(foldEvents(foldEvents(empty, all.slice(0, cut)), all.slice(cut))).toEqual(whole)
      expect(all.reduce(foldEvent, empty)).toEqual(whole)
    }),
  )
})

it('keeps all text of the answer as its content, and parts only where there is more', () => {
  fc.assert(
    fc.property(events, (all) => {
      const body = foldEvents(empty, all)
      const texts = all.filter((event) => event.type === 'text-delta')
      expect(body.content).toBe(texts.map((event) => event.text).join(''))
      expect(body.parts === null).toBe(texts.length === all.length)
      expect(bodyOf(partsOf(body))).toEqual(body)
    }),
  )
})

it('leaves the body it is given unchanged', () => {
  const body: Body = {
    content: 'a',
    parts: [
      { type: 'reasoning', text: 'r' },
      { type: 'text', text: 'a' },
    ],
  }
  foldEvent(body, { type: 'text-delta', text: 'b' })
  expect(body).toEqual({
    content: 'a',
    parts: [
      { type: 'reasoning', text: 'r' },
      { type: 'text', text: 'a' },
    ],
  })
})

it('reads only events it knows', () => {
  expect(generationEventSchema.safeParse({ type: 'text-delta', text: 'a' }).success).toBe(true)
  expect(generationEventSchema.safeParse({ type: 'tool', text: 'a' }).success).toBe(false)
})
