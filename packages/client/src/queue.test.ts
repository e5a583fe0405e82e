import { expect, test, vi } from 'vitest'

import { queueOf } from './queue.ts'

type Queue = Parameters<Parameters<typeof queueOf<number>>[0]>[0]

function start() {
  const unsubscribe = vi.fn<() => void>()
  const { promise, resolve } = Promise.withResolvers<Queue>()
  const items = queueOf<number>((queue) => {
    resolve(queue)
    return { unsubscribe }
  })
  return { items, unsubscribe, queue: promise }
}

test('gives everything in order, what came before it was asked for and what comes while it waits', async () => {
  const { items, unsubscribe, queue } = start()
  const first = items.next()
  const { push, end } = await queue
  push(1)
  push(2)
  expect(await first).toEqual({ done: false, value: 1 })
  expect(await items.next()).toEqual({ done: false, value: 2 })
  const third = items.next()
  push(3)
  end()
  expect(await third).toEqual({ done: false, value: 3 })
  expect(await items.next()).toEqual({ done: true, value: undefined })
  expect(unsubscribe).toHaveBeenCalledOnce()
})

test('gives what came before a failure, then throws it', async () => {
  const { items, unsubscribe, queue } = start()
  const first = items.next()
  const { push, fail, end } = await queue
  push(1)
  fail(new Error('broken'))
  end()
  expect(await first).toEqual({ done: false, value: 1 })
  await expect(items.next()).rejects.toThrow('broken')
  expect(unsubscribe).toHaveBeenCalledOnce()
})

test('unsubscribes when the loop is left', async () => {
  const { items, unsubscribe, queue } = start()
  void queue.then(({ push }) => push(1))
  for await (const item of items) if (item === 1) break
  expect(unsubscribe).toHaveBeenCalledOnce()
})
