import { foldEvents, ParleyError, type Follow, type GenerationEvent } from '@parley/contract'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { followAnswer, type AnswerEvent } from './follow-answer.ts'
import { answerWith, ref, scriptedClient, type Scripted } from './testing/scripted-follow.ts'

// The pauses between two tries take no time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }).setTimerTickMode('nextTimerAsync')
})
afterEach(() => {
  vi.useRealTimers()
})

const empty = { content: '', parts: null }
const away = () => new ParleyError('UNAVAILABLE', 'The database is away.')
const never = new AbortController().signal

async function read(play: (input: Follow) => Scripted, signal = never): Promise<AnswerEvent[]> {
  return Array.fromAsync(followAnswer(scriptedClient(play), ref, signal))
}

const delta = fc.record({
  type: fc.constantFrom('text-delta' as const, 'reasoning-delta' as const),
  text: fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }),
})
/** One subscription of many: whether it resumes, how many more events it gives, and how it ends. */
const subscription = fc.record({
  resumes: fc.boolean(),
  gives: fc.nat({ max: 5 }),
  writtenMeanwhile: fc.nat({ max: 3 }),
  error: fc.constantFrom(away(), new Error('The socket is gone.'), null),
})

test('the deltas add up to the finished message, however often and wherever it breaks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(delta, { maxLength: 30 }),
      fc.array(subscription, { maxLength: 8 }),
      async (events, subscriptions) => {
        const at = (seq: number) => foldEvents(empty, events.slice(0, seq))
        const left = [...subscriptions]
        let written = 0
        const play = ({ lastEventId }: Follow): Scripted => {
          const next = left.shift()
          written = Math.min(events.length, written + (next?.writtenMeanwhile ?? 0))
          const resumesAt = next?.resumes === true && typeof lastEventId === 'string' ? Number(lastEventId) : null
          const from = resumesAt ?? written
          written = Math.min(events.length, Math.max(written, from + (next?.gives ?? 0)))
          const given: Scripted['events'] = events
            .slice(from, written)
            .map((data, index) => ({ id: String(from + index + 1), data }))
          if (resumesAt === null) {
            given.unshift({ id: String(from), data: { type: 'start', message: answerWith(at(from), 'streaming') } })
          }
          if (next) return { events: given, error: next.error }
          const finish = { type: 'finish' as const, message: answerWith(at(events.length), 'complete') }
          return { events: [...given, { id: 'end', data: finish }], error: null }
        }

        const answer = await read(play)
        const finish = answer.pop()
        const deltas = answer.filter(
          (event): event is GenerationEvent => event.type !== 'sent' && event.type !== 'finish',
        )
        expect(deltas).toHaveLength(answer.length)
        expect(finish).toMatchObject({ type: 'finish', message: at(events.length) })
        expect(foldEvents(empty, deltas)).toEqual(at(events.length))
        expect(left).toEqual([])
      },
    ),
    { numRuns: 200 },
  )
})

test('asks to go on after the last event it was given', async () => {
  const asked: unknown[] = []
  await read(({ lastEventId }) => {
    asked.push(lastEventId)
    if (asked.length === 3) {
      const message = answerWith({ content: 'ab', parts: null }, 'complete')
      return { events: [{ id: 'end', data: { type: 'finish', message } }], error: null }
    }
    const text = asked.length === 1 ? 'a' : 'b'
    return { events: [{ id: `g.${asked.length}`, data: { type: 'text-delta', text } }], error: away() }
  })
  expect(asked).toEqual([null, 'g.1', 'g.2'])
})

test('throws what another try would not help against', async () => {
  const play = () => ({ events: [], error: new ParleyError('NOT_FOUND', 'There is no such message.') })
  await expect(read(play)).rejects.toThrow('There is no such message.')
})

test('throws rather than go on from text that is no longer there', async () => {
  for (const content of ['other', 'brok', '']) {
    const message = answerWith({ content, parts: null }, 'streaming')
    const play = () => ({
      events: [
        { id: '1', data: { type: 'text-delta' as const, text: 'broken' } },
        { id: '2', data: { type: 'start' as const, message } },
      ],
      error: null,
    })
    await expect(read(play)).rejects.toThrow('The answer was changed while it was read.')
  }
})

test('gives up trying when the signal is aborted', async () => {
  const leaving = new AbortController()
  let tries = 0
  const play = () => {
    tries += 1
    if (tries === 3) leaving.abort()
    return { events: [], error: away() }
  }
  expect(await read(play, leaving.signal)).toEqual([])
  expect(tries).toBe(3)
})
