import { newId } from '@parley/contract'
import type { GenerationLog, StoredEvent } from '@parley/db'
import { expect, it } from 'vitest'

import { until } from '../testing/index.ts'
import { Bus, type News } from './bus.ts'
import { Relay } from './relay.ts'

const userId = newId()

/** A log that answers when it is told to, and a relay that reads it. */
function setUp() {
  const log = new Map<string, StoredEvent[]>()
  const readings: { asked: Record<string, number>; answer: () => void; fail: () => void }[] = []
  const bus = new Bus()
  const read: GenerationLog['read'] = async (positions) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const asked = Object.fromEntries(positions.map(({ generationId, seq }) => [generationId, seq]))
    readings.push({ asked, answer: resolve, fail: () => reject(new Error('away')) })
    await promise
    return new Map(
      positions.map(({ generationId, seq }) => [
        generationId,
        (log.get(generationId) ?? []).filter((event) => event.seq > seq),
      ]),
    )
  }
  const relay = new Relay(bus, read, { debug() {}, info() {}, warn() {}, error() {} })
  return { log, readings, bus, relay }
}

const event = (seq: number): StoredEvent => ({ seq, event: { type: 'text-delta', text: String(seq) } })

function follow(bus: Bus, generationId: string) {
  const news: News[] = []
  return { news, subscription: bus.subscribe({ userId, generationId }, (one) => news.push(one)) }
}

it('reads for all followers at once, what was named while it read with the next reading, and nothing twice', async () => {
  const { log, readings, bus, relay } = setUp()
  const [a, b, strange] = [newId(), newId(), newId()]
  const [one, other, third] = [follow(bus, a), follow(bus, a), follow(bus, b)]
  log.set(a, [event(1), event(2)])
  log.set(b, [event(1)])
  relay.stored([a, strange])
  relay.stored([a, b])
  relay.stored([b])
  expect(readings.map(({ asked }) => asked)).toEqual([{ [a]: 0 }])
  readings[0]?.answer()
  await until(() => expect(readings).toHaveLength(2))
  expect(readings[1]?.asked).toEqual({ [a]: 2, [b]: 0 })
  expect(one.news).toEqual([{ type: 'events', events: [event(1), event(2)] }])
  expect(other.news).toEqual(one.news)
  readings[1]?.answer()
  await until(() => expect(third.news).toEqual([{ type: 'events', events: [event(1)] }]))
  expect(one.news).toHaveLength(1)
})

it('tells the followers to look by themselves when it cannot read, and goes on with the next notice', async () => {
  const { log, readings, bus, relay } = setUp()
  const id = newId()
  const { news } = follow(bus, id)
  relay.stored([id])
  readings[0]?.fail()
  await until(() => expect(news).toEqual([{ type: 'stale' }]))
  log.set(id, [event(1)])
  relay.stored([id])
  readings[1]?.answer()
  await until(() => expect(news.at(-1)).toEqual({ type: 'events', events: [event(1)] }))
  relay.ended(id)
  expect(news.at(-1)).toEqual({ type: 'ended' })
})

it('reads nothing for generations that nobody follows here any more', () => {
  const { readings, bus, relay } = setUp()
  const id = newId()
  follow(bus, id).subscription[Symbol.dispose]()
  relay.stored([id])
  expect(readings).toEqual([])
})
