import type { AppRouter } from '@parley/client'
import { TRPCClientError } from '@trpc/client'
import { expect, it, vi } from 'vitest'

import { messageOf } from '../../testing/fake-server.tsx'
import { LiveAnswers, type LiveAnswersOptions } from './live-answers.ts'

type Handlers = Parameters<LiveAnswersOptions['follow']>[1]

function setUp() {
  const followed: Handlers[] = []
  const frames: (() => void)[] = []
  const unsubscribe = vi.fn<() => void>()
  const onEnd = vi.fn<LiveAnswersOptions['onEnd']>()
  const live = new LiveAnswers({
    follow: (_ref, handlers) => {
      followed.push(handlers)
      return { unsubscribe }
    },
    onEnd,
    schedule: (callback) => frames.push(callback),
    retryDelay: 0,
  })
  const nextFrame = () => frames.splice(0).forEach((callback) => callback())
  return { live, followed, nextFrame, unsubscribe, onEnd }
}

const streaming = messageOf({ id: 'm', status: 'streaming', content: 'Once' })
const gone = TRPCClientError.from<AppRouter>({
  error: {
    message: 'There is no such message.',
    code: -32004,
    data: { code: 'NOT_FOUND', httpStatus: 404, reason: 'NOT_FOUND', field: null, retryAfter: null, requestId: null },
  },
})
const delta = (text: string) => ({ type: 'text-delta' as const, text })

it('tells its listeners once a frame, however many words came', () => {
  const { live, followed, nextFrame } = setUp()
  const listener = vi.fn<() => void>()
  live.watch(streaming, listener)
  for (const word of [' upon', ' a', ' time']) followed[0]?.onEvent(delta(word))
  expect(listener).not.toHaveBeenCalled()
  nextFrame()
  expect(listener).toHaveBeenCalledOnce()
  expect(live.read('m')?.content).toBe('Once upon a time')
})

it('takes the message as the server has it and drops what it had waiting', () => {
  const { live, followed, nextFrame } = setUp()
  live.watch(streaming, () => {})
  followed[0]?.onEvent(delta(' lost'))
  followed[0]?.onEvent({ type: 'start', message: { ...streaming, content: 'Once more' } })
  nextFrame()
  expect(live.read('m')?.content).toBe('Once more')
})

it('keeps the finished message until the last listener has gone', () => {
  const { live, followed, onEnd, unsubscribe } = setUp()
  const leave = live.watch(streaming, () => {})
  const done = { ...streaming, status: 'complete' as const, content: 'Done' }
  followed[0]?.onEvent({ type: 'finish', message: done })
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(streaming.conversationId, done)
  expect(live.read('m')?.content).toBe('Done')
  leave()
  expect(live.read('m')).toBeUndefined()
  expect(unsubscribe).toHaveBeenCalled()
})

it('follows again when the stream breaks off, but not an answer that is gone', async () => {
  const { live, followed, onEnd } = setUp()
  live.watch(streaming, () => {})
  followed[0]?.onError(new Error('broken'))
  await vi.waitFor(() => expect(followed).toHaveLength(2))
  followed[1]?.onError(gone)
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(streaming.conversationId, null)
})

it('follows an answer once for all who watch it', () => {
  const { live, followed, unsubscribe } = setUp()
  const first = live.watch(streaming, () => {})
  const second = live.watch(streaming, () => {})
  expect(followed).toHaveLength(1)
  first()
  expect(unsubscribe).not.toHaveBeenCalled()
  second()
  expect(unsubscribe).toHaveBeenCalledOnce()
})
