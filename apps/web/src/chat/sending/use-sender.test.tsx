import { ParleyError } from '@parley/contract'
import { act, renderHook, waitFor } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import { FakeServer, messageOf, type Handlers } from '../../testing/fake-server.tsx'
import { toasts } from '../../ui/toast.ts'
import { NEW_CHAT, readDraft, writeDraft } from './drafts.ts'
import { refusals } from './refusals.ts'
import { unsentStore } from './unsent.ts'
import { useSender } from './use-sender.ts'

const navigate = vi.hoisted(() => vi.fn<(to: unknown) => void>())
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }))

const message = { conversationId: 'c', content: 'Hello', model: null, startsConversation: false, parentId: null }

const BRANCHED = 'The conversation went on elsewhere. Your message began a new branch.'

const sender = (handlers: Handlers) =>
  renderHook(() => useSender(), {
    wrapper: ({ children }) => <FakeServer handlers={handlers}>{children}</FakeServer>,
  }).result.current

beforeEach(() => {
  unsentStore.set([])
  refusals.set(new Map())
  toasts.set([])
  writeDraft('c', '')
  writeDraft(NEW_CHAT, '')
  navigate.mockReset()
})

it('gives a refused text back to the composer with the reason', async () => {
  const { send } = sender({
    'chat.send': () => Promise.reject(new ParleyError('TOO_MANY_REQUESTS', 'Too many.', { retryAfter: 20 })),
  })
  act(() => send(message))
  expect(unsentStore.get()).toHaveLength(1)
  await waitFor(() => expect(readDraft('c')).toBe('Hello'))
  expect(refusals.get().get('c')?.retryAfter).toBe(20)
  expect(unsentStore.get()).toEqual([])
})

it('leads back to the new chat when its first message is refused', async () => {
  const { send } = sender({ 'chat.send': () => Promise.reject(new ParleyError('NO_MODEL', 'No such model.')) })
  act(() => send({ ...message, startsConversation: true }))
  await waitFor(() => expect(readDraft(NEW_CHAT)).toBe('Hello'))
  expect(navigate).toHaveBeenCalledWith({ to: '/', replace: true })
})

it('keeps a message in the thread when no answer came and sends it again as it was, also after a reload', async () => {
  for (const parentId of ['seen', null, undefined]) {
    const tries: unknown[] = []
    const { send, retry } = sender({
      'chat.send': (input) => {
        tries.push(input)
        if (tries.length < 3) throw new Error('away')
        return {
          userMessage: messageOf({ role: 'user' }),
          assistantMessage: messageOf({ status: 'streaming' }),
          branched: parentId === 'seen',
        }
      },
    })
    const failed = () => waitFor(() => expect(unsentStore.get()[0]?.problem).toBeTruthy())
    const again = () => act(() => retry(unsentStore.get()[0]?.messageId ?? ''))
    act(() => send({ ...message, parentId }))
    await failed()
    expect(readDraft('c')).toBe('')
    again()
    await failed()
    vi.resetModules()
    unsentStore.set((await import('./unsent.ts')).unsentStore.get())
    again()
    await waitFor(() => expect(unsentStore.get()).toEqual([]))
    const { conversationId, content } = message
    const sent = { conversationId, content, messageId: expect.any(String), ...(parentId !== undefined && { parentId }) }
    expect(tries[0]).toStrictEqual(sent)
    expect(tries).toStrictEqual([tries[0], tries[0], tries[0]])
  }
  expect(toasts.get().map(({ text }) => text)).toEqual([BRANCHED])
})

it('says once that a message began a branch, and leads to the one it left', async () => {
  const [question, other] = [messageOf({ role: 'user' }), messageOf({ role: 'user' })]
  const switched: unknown[] = []
  const { send } = sender({
    'chat.send': (input) => {
      if (typeof input === 'object' && input !== null && 'messageId' in input) question.id = String(input.messageId)
      return { userMessage: question, assistantMessage: messageOf({ status: 'streaming' }), branched: true }
    },
    'messages.siblings': () => [other, question],
    'conversations.switchHead': (input) => switched.push(input),
  })
  act(() => send(message))
  await waitFor(() => expect(toasts.get()).toHaveLength(1))
  expect(toasts.get()[0]?.text).toBe(BRANCHED)
  toasts.get()[0]?.choice?.onChoose()
  await waitFor(() => expect(switched).toEqual([{ id: 'c', messageId: other.id }]))
  expect(navigate).toHaveBeenCalledWith({ to: '/c/$conversationId', params: { conversationId: 'c' } })
})
