import { ParleyError, type GenerationEvent } from '@parley/contract'
import type { StoredEvent } from '@parley/db'
import { describe, expect, it, vi } from 'vitest'

import { LostGenerationError } from './writer-stream.ts'
import { Writer } from './writer.ts'

type Batch = Parameters<ConstructorParameters<typeof Writer>[0]['log']['commit']>[0]

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
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

  it('does not pass more to one commit than it can take at once', async () => {
    const log = heldLog()
    const writer = new Writer({ log, logger, onCommitted: () => undefined })
    const streams = Array.from({ length: 5 }, (_, index) => writer.open(ref(String(index))))
    const long = text('x'.repeat(4 * 1024 * 1024))
    for (const stream of [...streams, ...streams]) void stream.write(long)
    let size = 0
    for (let commit = 0; commit < 5; commit += 1) {
      await vi.waitFor(() => expect(log.commits.length).toBeGreaterThan(commit))
      const chars = log.commits[commit]?.batch.map(({ event }) => event?.text.length ?? 0) ?? []
      expect(Math.max(...chars)).toBeLessThanOrEqual(2 * long.text.length)
      expect(chars.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(4 * long.text.length)
      size += chars.reduce((sum, one) => sum + one, 0)
      log.commits[commit]?.release()
      if (size === 10 * long.text.length) break
    }
    expect(size).toBe(10 * long.text.length)
    await Promise.all(streams.map((stream) => stream.settled()))
  })

  it('gives up all that is written in one outage when the first of it is given up, and takes more once it is over', async () => {
    let isAway = true
    const tried: number[] = []
    const commit = (batch: Batch) => {
      tried.push(performance.now())
      return isAway ? Promise.reject(new ParleyError('UNAVAILABLE', 'away')) : Promise.resolve(accept(batch))
    }
    const writer = new Writer({ log: { commit }, logger, onCommitted: () => undefined, outageMs: 200 })
    const [first, second, third] = [writer.open(ref('a')), writer.open(ref('b')), writer.open(ref('c'))]
    void first.write(text('x'))
    void second.write(text('y'))
    await expect(first.settled()).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
    const before = tried.length
    await expect(second.settled()).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
    expect(tried.length - before).toBeLessThanOrEqual(1)
    isAway = false
    void third.write(text('z'))
    await third.settled()
  })

  it('commits each generation alone when the database refuses them together, and fails the guilty one', async () => {
    const stored: string[] = []
    const commit = (batch: Batch) => {
      const said = batch.map(({ event }) => event.text)
      if (said.includes('guilty')) return Promise.reject(new ParleyError('BAD_REQUEST', 'no'))
      stored.push(...said)
      return Promise.resolve(accept(batch))
    }
    const shown: string[] = []
    const writer = new Writer({
      log: { commit },
      logger,
      onCommitted: (_ref, events) => shown.push(...events.map(({ event }) => event.text)),
    })
    const [a, guilty, b] = [writer.open(ref('a')), writer.open(ref('guilty')), writer.open(ref('b'))]
    for (const [stream, said] of [
      [a, 'one '],
      [guilty, 'fine'],
      [b, 'three '],
    ] as const)
      void stream.write(text(said))
    await Promise.all([a, guilty, b].map((stream) => stream.settled()))
    for (const [stream, said] of [
      [a, 'two'],
      [guilty, 'guilty'],
      [b, 'four'],
    ] as const)
      void stream.write(text(said))
    await expect(guilty.settled()).rejects.toMatchObject({ failure: { message: 'The answer could not be stored.' } })
    await Promise.all([a, b].map((stream) => stream.settled()))
    expect(stored).toEqual(['one ', 'fine', 'three ', 'two', 'four'])
    expect(shown).toEqual(stored)
  })
})
