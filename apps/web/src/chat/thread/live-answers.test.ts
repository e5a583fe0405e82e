import type { FollowEvent, Tracked } from '@parley/client'
import { ParleyError } from '@parley/contract'
import { expect, it, vi } from 'vitest'

import { messageOf } from '../../testing/fake-server.tsx'
import { LiveAnswers, type LiveAnswersOptions } from './live-answers.ts'

function setUp() {
  const followed: { signal: AbortSignal; stream: ReadableStreamDefaultController<Tracked<FollowEvent>> }[] = []
  const frames: (() => void)[] = []
  const onEnd = vi.fn<LiveAnswersOptions['onEnd']>()
  const live = new LiveAnswers({
    follow: (_ref, signal) => new ReadableStream({ start: (stream) => void followed.push({ signal, stream }) }),
    onEnd,
    schedule: (callback) => frames.push(callback),
  })
  /** Resolves when the events have arrived. */
  const arrive = (...events: FollowEvent[]) => {
    for (const data of events) followed[0]?.stream.enqueue({ id: '', data })
    return new Promise((resolve) => setTimeout(resolve))
  }
  const nextFrame = () => frames.splice(0).forEach((callback) => callback())
  return { live, followed, arrive, nextFrame, onEnd }
}

const streaming = messageOf({ id: 'm', status: 'streaming', content: 'Once' })
const delta = (text: string) => ({ type: 'text-delta' as const, text })

it('tells its listeners once a frame, however many words came', async () => {
  const { live, arrive, nextFrame } = setUp()
  const listener = vi.fn<() => void>()
  live.watch(streaming, listener)
  await arrive(...[' upon', ' a', ' time'].map(delta))
  expect(listener).not.toHaveBeenCalled()
  nextFrame()
  expect(listener).toHaveBeenCalledOnce()
  expect(live.read('m')?.content).toBe('Once upon a time')
})

it('takes the message as the server has it and drops what it had waiting', async () => {
  const { live, arrive, nextFrame } = setUp()
  live.watch(streaming, () => {})
  await arrive(delta(' lost'), { type: 'start', message: { ...streaming, content: 'Once more' } })
  nextFrame()
  expect(live.read('m')?.content).toBe('Once more')
})

it('keeps the finished message until the last listener has gone', async () => {
  const { live, arrive, onEnd } = setUp()
  const leave = live.watch(streaming, () => {})
  const done = { ...streaming, status: 'complete' as const, content: 'Done' }
  await arrive({ type: 'finish', message: done })
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(streaming.conversationId, done)
  expect(live.read('m')?.content).toBe('Done')
  leave()
  expect(live.read('m')).toBeUndefined()
})

it('has an answer read again that the server does not let it follow', async () => {
  const { live, followed, arrive, onEnd } = setUp()
  live.watch(streaming, () => {})
  followed[0]?.stream.error(new ParleyError('NOT_FOUND', 'There is no such message.'))
  await arrive()
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(streaming.conversationId, null)
  expect(followed).toHaveLength(1)
})

it('follows an answer once for all who watch it', () => {
  const { live, followed } = setUp()
  const first = live.watch(streaming, () => {})
  const second = live.watch(streaming, () => {})
  expect(followed).toHaveLength(1)
  first()
  expect(followed[0]?.signal.aborted).toBe(false)
  second()
  expect(followed[0]?.signal.aborted).toBe(true)
})
