import { EventEmitter, on } from 'node:events'

import { initTRPC, tracked } from '@trpc/server'
import { z } from 'zod'

import { sideHandlers } from './side.ts'
import { answer } from './worker.ts'

const emitter = new EventEmitter().setMaxListeners(0)
const t = initTRPC.create()
const router = t.router({
  wait: t.procedure.input(z.object({ id: z.string() })).subscription(async function* ({ input, signal }) {
    yield tracked('0', 'start')
    for await (const [event] of on(emitter, input.id, { signal })) yield tracked('1', String(event))
  }),
})

const stop = new AbortController()
const waiting: Promise<void>[] = []

async function wait(started: () => void): Promise<void> {
  const stream: AsyncIterable<unknown> = await router.createCaller({}, { signal: stop.signal }).wait({ id: 'one' })
  for await (const _event of stream) started()
}

answer({
  ...sideHandlers(() => Promise.reject(new Error('This process reads no provider.'))),
  follow: async (count) => {
    while (waiting.length < z.number().parse(count)) {
      await new Promise<void>((resolve) => waiting.push(wait(resolve)))
    }
  },
})
