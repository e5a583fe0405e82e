import { foldEvents, ParleyError, type GenerationEvent } from '@parley/contract'
import type { StoredEvent } from '@parley/db'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'

import { LostGenerationError, Writer } from './writer.ts'

type Batch = Parameters<ConstructorParameters<typeof Writer>[0]['log']['commit']>[0]

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const empty = { content: '', parts: null }
const ref = (generationId: string) => ({ userId: 'u', generationId })
const text = (value: string): GenerationEvent => ({ type: 'text-delta', text: value })
const accept = (batch: Batch) => new Set(batch.map((row) => row.generationId))

/** A log in memory whose commits resolve when the test says so. */
function heldLog() {
  const commits: { batch: Batch; release: () => void }[] = []
  return {
    commits,
    commit: (batch: Batch) => {
      const { promise, resolve } = Promise.withResolvers<Set<string>>()
      commits.push({ batch: [...batch], release: () => resolve(accept(batch)) })
      return promise
    },
  }
}

describe('the writer', () => {
  it('shows nothing before its commit, and takes all that came meanwhile in the next one', async () => {
    const log = heldLog()
    const shown: StoredEvent[] = []
    const writer = new Writer({ log, logger, onCommitted: (_ref, events) => shown.push(...events) })
    const [a, b] = [writer.open(ref('a')), writer.open(ref('b'))]
    void a.write(text('one'))
    void a.write(text(' two'))
    void b.write(text('three'))
    void a.write(text(' four'))
    expect(log.commits).toHaveLength(1)
    expect(shown).toEqual([])
    log.commits[0]?.release()
    await vi.waitFor(() => expect(log.commits).toHaveLength(2))
    expect(shown).toEqual([{ seq: 1, event: text('one') }])
    expect(log.commits[1]?.batch).toEqual([
      { ...ref('a'), seq: 2, event: text(' two four') },
      { ...ref('b'), seq: 1, event: text('three') },
    ])
    log.commits[1]?.release()
    await Promise.all([a.settled(), b.settled()])
    expect(shown).toHaveLength(3)
  })

  it('stores every word once, in order, numbered without gaps, whatever the schedule', async () => {
    const piece = fc.record({
      stream: fc.nat(2),
      type: fc.constantFrom<GenerationEvent['type']>('text-delta', 'reasoning-delta'),
      text: fc.string({ minLength: 1, maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(piece, { maxLength: 40 }), async (scheduler, pieces) => {
        const stored = new Map<string, StoredEvent[]>()
        const shown = new Map<string, StoredEvent[]>()
        const add = (to: typeof stored, id: string, events: readonly StoredEvent[]) =>
          to.set(id, [...(to.get(id) ?? []), ...events])
        const commit = scheduler.scheduleFunction((batch: Batch) => {
          for (const { generationId, seq, event } of batch) add(stored, generationId, [{ seq, event }])
          return Promise.resolve(accept(batch))
        })
        const onCommitted = ({ generationId }: { generationId: string }, events: readonly StoredEvent[]) => {
          add(shown, generationId, events)
          expect(shown.get(generationId)).toEqual(stored.get(generationId))
        }
        const writer = new Writer({ log: { commit }, logger, onCommitted })
        const streams = ['a', 'b', 'c'].map((id) => writer.open(ref(id)))
        const write = scheduler.scheduleSequence(
          pieces.map(({ stream, ...event }) => async () => {
            await streams[stream]?.write(event)
          }),
        )
        await scheduler.waitFor(write.task)
        await scheduler.waitFor(Promise.all(streams.map((stream) => stream.settled())))
        for (const [index, id] of ['a', 'b', 'c'].entries()) {
          const events = stored.get(id) ?? []
          expect(events.map((event) => event.seq)).toEqual(events.map((_, position) => position + 1))
          const written = pieces.filter((one) => one.stream === index)
          expect(
            foldEvents(
              empty,
              events.map((one) => one.event),
            ),
          ).toEqual(foldEvents(empty, written))
        }
      }),
    )
  })

  it('ends a generation that another process owns and goes on with the others', async () => {
    const commit = (batch: Batch) => Promise.resolve(new Set([...accept(batch)].filter((id) => id !== 'lost')))
    const shown: string[] = []
    const writer = new Writer({ log: { commit }, logger, onCommitted: ({ generationId }) => shown.push(generationId) })
    const [lost, kept] = [writer.open(ref('lost')), writer.open(ref('kept'))]
    void lost.write(text('x'))
    void kept.write(text('y'))
    await expect(lost.settled()).rejects.toBeInstanceOf(LostGenerationError)
    await kept.settled()
    await expect(lost.write(text('z'))).rejects.toBeInstanceOf(LostGenerationError)
    expect(shown).toEqual(['kept'])
  })

  it('tries the same batch again while the database is away', async () => {
    const tries: Batch[] = []
    const commit = (batch: Batch) => {
      tries.push([...batch])
      return tries.length < 3 ? Promise.reject(new ParleyError('UNAVAILABLE', 'away')) : Promise.resolve(accept(batch))
    }
    const shown: StoredEvent[] = []
    const writer = new Writer({ log: { commit }, logger, onCommitted: (_ref, events) => shown.push(...events) })
    const stream = writer.open(ref('a'))
    void stream.write(text('x'))
    await stream.settled()
    expect(tries).toHaveLength(3)
    expect(tries[2]).toEqual(tries[0])
    expect(shown).toEqual([{ seq: 1, event: text('x') }])
  })

  it('gives up on an outage that lasts, without showing what is not stored', async () => {
    const commit = () => Promise.reject(new ParleyError('UNAVAILABLE', 'away'))
    const onCommitted = vi.fn()
    const writer = new Writer({ log: { commit }, logger, onCommitted, outageMs: 100 })
    const stream = writer.open(ref('a'))
    void stream.write(text('x'))
    await expect(stream.settled()).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
    expect(onCommitted).not.toHaveBeenCalled()
  })

  it('makes a model wait that is far ahead of the database', async () => {
    const log = heldLog()
    const writer = new Writer({ log, logger, onCommitted: () => undefined })
    const stream = writer.open(ref('a'))
    expect(stream.write(text('first'))).toBeUndefined()
    const held = stream.write(text('x'.repeat(300 * 1024)))
    expect(held).toBeInstanceOf(Promise)
    log.commits[0]?.release()
    await held
  })
})
