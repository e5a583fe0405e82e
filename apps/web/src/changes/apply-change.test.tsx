import type { ConversationSummary, Message } from '@parley/client'
import { renderHook, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

import { trpc } from '../api/trpc.ts'
import { messagesOf } from '../chat/thread/edit-pages.ts'
import { conversationOf, FakeServer, messageOf, type Handlers } from '../testing/fake-server.tsx'
import { applyChange } from './apply-change.ts'

const id = 'c'
const pageOf = <Item,>(items: Item[]) => ({ items, nextCursor: null })
const infinite = <Item,>(items: Item[]) => ({ pages: [pageOf(items)], pageParams: [null] })
const question = messageOf({ id: 'q', conversationId: id, role: 'user', seq: 1 })
const answer = messageOf({ id: 'a', conversationId: id, parentId: 'q', seq: 2 })
const known = conversationOf({ id, headId: 'a', messageCount: 2 })

/** A tab that has read one conversation with these messages; `reads` are its readings of them since. */
function openTab(messages: Message[], { isShown = true, now = messages } = {}) {
  const reads: unknown[] = []
  const handlers: Handlers = {
    'messages.list': (input) => {
      reads.push(input)
      return pageOf(now)
    },
    'messages.count': () => now.length,
  }
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <FakeServer handlers={handlers}>{children}</FakeServer>
  )
  const utils = renderHook(() => trpc.useUtils(), { wrapper }).result.current
  utils.conversations.list.setInfiniteData({}, infinite([known]))
  utils.conversations.get.setData({ id }, { ...known, systemPrompt: 'Be kind.' })
  utils.messages.list.setInfiniteData({ conversationId: id }, infinite(messages))
  return {
    /** What it has asked for until now; a call that comes after has an answer by then. */
    reads: async () => {
      await utils.client.messages.count.query({ conversationId: id })
      return reads
    },
    change: (fields: Partial<ConversationSummary>) =>
      applyChange({ utils, isShown: () => isShown }, { type: 'conversation', conversation: { ...known, ...fields } }),
    apply: (change: Parameters<typeof applyChange>[1]) => applyChange({ utils, isShown: () => isShown }, change),
    listed: () => utils.conversations.list.getInfiniteData({})?.pages.flatMap(({ items }) => items) ?? [],
    conversation: () => utils.conversations.get.getData({ id }),
    messages: () => messagesOf(utils.messages.list.getInfiniteData({ conversationId: id }) ?? { pages: [] }),
  }
}

it('shows a new title in the list and above the thread, and asks the server nothing', async () => {
  const tab = openTab([question, answer])
  tab.change({ title: 'Renamed' })
  expect(tab.listed()[0]?.title).toBe('Renamed')
  expect(tab.conversation()).toMatchObject({ title: 'Renamed', systemPrompt: 'Be kind.' })
  expect(await tab.reads()).toEqual([])
})

it('takes what is in the trash, or erased, from the list, and puts back what was restored', () => {
  const tab = openTab([question, answer])
  tab.change({ deletedAt: new Date() })
  expect(tab.listed()).toEqual([])
  tab.change({})
  expect(tab.listed()).toEqual([known])
  tab.apply({ type: 'conversation-erased', id })
  expect(tab.listed()).toEqual([])
})

it('reads the messages that were added elsewhere, and leaves those it has as they are', async () => {
  const more = messageOf({ id: 'q2', conversationId: id, parentId: 'a', seq: 3, role: 'user' })
  const tab = openTab([question, answer], { now: [question, answer, more] })
  tab.change({ headId: 'q2', messageCount: 3 })
  await waitFor(() => expect(tab.messages().map((message) => message.id)).toEqual(['q', 'a', 'q2']))
  expect(tab.messages()[1]).toBe(answer)
  expect(await tab.reads()).toHaveLength(1)
})

it('reads nothing for what this tab sent itself', async () => {
  const tab = openTab([question, answer, messageOf({ id: 'q2', seq: 3 }), messageOf({ id: 'a2', seq: 4 })])
  tab.change({ headId: 'a2', messageCount: 4 })
  expect(await tab.reads()).toEqual([])
})

it('shows the branch that another tab went to', async () => {
  const version = { ...answer, id: 'a2', seq: 3, siblingCount: 2, siblingIndex: 1 }
  const tab = openTab([question, version], { now: [question, { ...answer, siblingCount: 2 }] })
  tab.change({ headId: 'a', messageCount: 3 })
  await waitFor(() => expect(tab.messages().map((message) => message.id)).toEqual(['q', 'a']))
})

it('reads a conversation that nobody looks at only when somebody does', async () => {
  const tab = openTab([question, answer], { isShown: false })
  tab.change({ headId: 'q2', messageCount: 3 })
  expect(await tab.reads()).toEqual([])
})

it('follows an answer that is continued elsewhere, but takes no word back from one that is complete', () => {
  const stopped = { ...answer, status: 'stopped' as const }
  const started = { type: 'message', conversationId: id, messageId: 'a', status: 'streaming' } as const
  const tab = openTab([question, stopped])
  tab.apply(started)
  expect(tab.messages()[1]?.status).toBe('streaming')
  const other = openTab([question, answer])
  other.apply(started)
  expect(other.messages()[1]).toBe(answer)
})
