import { foldEvents, ParleyError, type GenerationEvent } from '@parley/contract'
import type { StoredEvent } from '@parley/db'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'

import { Writer } from './writer.ts'

type Batch = Parameters<ConstructorParameters<typeof Writer>[0]['log']['commit']>[0]

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const empty = { content: '', parts: null }
const ref = (generationId: string) => ({ userId: 'u', generationId })
const text = (value: string): GenerationEvent => ({ type: 'text-delta', text: value })
const accept = (batch: Batch) => new Set(batch.map((row) => row.generationId))

type Row = Pick<Batch[number], 'seq' | 'event'>
const plain = (rows: readonly Row[]) => rows.map(({ seq, event }) => ({ seq, event }))

/** Lists by generation. */
function perId() {
  const lists = new Map<string, Row[]>()
  return (id: string) => {
    const list = lists.get(id) ?? []
    lists.set(id, list)
    return list
  }
}

it('stores every word once, in order, in gapless numbers, and tells it after its commit, whatever the schedule', async () => {
  const piece = fc.record({
    stream: fc.nat(2),
    type: fc.constantFrom<GenerationEvent['type']>('text-delta', 'reasoning-delta'),
    text: fc.string({ minLength: 1, maxLength: 4 }),
  })
  const ids = ['a', 'b', 'c']
  const fold = (events: readonly { event: GenerationEvent | null }[]) =>
    foldEvents(
      empty,
      events.flatMap(({ event }) => (event === null ? [] : [event])),
    )
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(piece, { maxLength: 40 }), async (scheduler, pieces) => {
      const [written, sent, stored, shown] = [perId(), perId(), perId(), perId()]
      let inFlight = 0
      const answer = scheduler.scheduleFunction((batch: Batch) => {
        for (const row of batch) stored(row.generationId).push(row)
        return Promise.resolve(accept(batch))
      })
      const commit = async (batch: Batch) => {
        inFlight += 1
        expect(inFlight).toBe(1)
        for (const [index, row] of batch.entries()) {
          sent(row.generationId).push(row)
          const next = batch[index + 1]
          // Neighbours that could be merged are.
          if (next?.generationId === row.generationId) expect(next.event?.type).not.toBe(row.event?.type)
        }
        // It takes all that was written until now.
        for (const id of ids) expect(fold(sent(id))).toEqual(fold(written(id)))
        const accepted = await answer(batch)
        inFlight -= 1
        return accepted
      }
      const onCommitted = ({ generationId }: { generationId: string }, events: readonly StoredEvent[]) => {
        shown(generationId).push(...events)
        expect(plain(shown(generationId))).toEqual(plain(stored(generationId)))
      }
      const writer = new Writer({ log: { commit }, logger, onCommitted })
      const streams = ids.map((id) => writer.open(ref(id)))
      const write = scheduler.scheduleSequence(
        pieces.map(({ stream, ...event }) => async () => {
          written(ids[stream] ?? '').push({ seq: 0, event })
          await streams[stream]?.write(event)
        }),
      )
      await scheduler.waitFor(write.task)
      await scheduler.waitFor(Promise.all(streams.map((stream) => stream.settled())))
      for (const id of ids) {
        expect(stored(id).map((event) => event.seq)).toEqual(stored(id).map((_, position) => position + 1))
        expect(fold(stored(id))).toEqual(fold(written(id)))
        expect(plain(shown(id))).toEqual(plain(stored(id)))
      }
    }),
  )
})

it('stores and tells every word once, however often the database is away or its answer is lost', async () => {
  const fate = fc.constantFrom('stored' as const, 'away' as const, 'unanswered' as const)
  const word = fc.record({ stream: fc.nat(1), text: fc.string({ minLength: 1, maxLength: 3 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fate, { maxLength: 4 }),
      fc.array(word, { minLength: 1, maxLength: 12 }),
      async (scheduler, fates, words) => {
        const log = new Map<string, string>()
        const shown: string[] = []
        const commit = scheduler.scheduleFunction((batch: Batch) => {
          const end = fates.shift() ?? 'stored'
          for (const { generationId, seq, event } of end === 'away' ? [] : batch) {
            const place = `${generationId} ${seq}`
            // What is sent again is the same, to the letter.
            expect(log.get(place) ?? event?.text).toBe(event?.text)
            log.set(place, event?.text ?? '')
          }
          return end === 'stored'
            ? Promise.resolve(accept(batch))
            : Promise.reject(new ParleyError('UNAVAILABLE', 'away'))
        })
        const onCommitted = ({ generationId }: { generationId: string }, events: readonly StoredEvent[]) =>
          void shown.push(...events.map(({ seq }) => `${generationId} ${seq}`))
        const writer = new Writer({ log: { commit }, logger, onCommitted })
        const streams = [writer.open(ref('a')), writer.open(ref('b'))]
        const { task } = scheduler.scheduleSequence(
          words.map(({ stream, text: said }) => async () => {
            await streams[stream]?.write(text(said))
          }),
        )
        await scheduler.waitFor(task)
        await scheduler.waitFor(Promise.all(streams.map((stream) => stream.settled())))
        for (const [index, id] of ['a', 'b'].entries()) {
          const places = shown.filter((place) => place.startsWith(id))
          expect(places).toEqual(places.map((_, position) => `${id} ${position + 1}`))
          const said = words.filter((one) => one.stream === index).map((one) => one.text)
          expect(places.map((place) => log.get(place)).join('')).toBe(said.join(''))
        }
        expect(shown.length).toBe(log.size)
      },
    ),
    { numRuns: 25 },
  )
})
