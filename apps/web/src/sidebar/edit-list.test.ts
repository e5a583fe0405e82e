import type { ConversationSummary } from '@parley/client'
import { expect, it } from 'vitest'

import { conversationOf } from '../testing/fake-server.tsx'
import { placed, type ListPages } from './edit-list.ts'

const at = (id: string, minute: number, fields: Partial<ConversationSummary> = {}) =>
  conversationOf({ id, updatedAt: new Date(minute * 60_000), ...fields })
const pinned = { pinnedAt: new Date(0) }

/** Two pages, with more after them unless the cursor is null. */
const list = (nextCursor: string | null = 'more'): ListPages => ({
  pages: [
    { items: [at('p', 1, pinned), at('a', 9)], nextCursor: 'next' },
    { items: [at('b', 8), at('c', 7)], nextCursor },
  ],
  pageParams: [null, 'next'],
})
const ids = (data: ListPages) => data.pages.map(({ items }) => items.map(({ id }) => id).join(''))

it('puts a new conversation first, after the pinned ones', () => {
  expect(ids(placed(list(), at('n', 10)))).toEqual(['pna', 'bc'])
  expect(ids(placed(list(), at('n', 0, pinned)))).toEqual(['pna', 'bc'])
  expect(ids(placed(list(), at('n', 2, pinned)))).toEqual(['npa', 'bc'])
})

it('moves one that got a message, was pinned or unpinned to its new place, and shows it once', () => {
  expect(ids(placed(list(), at('c', 10)))).toEqual(['pca', 'b'])
  expect(ids(placed(list(), at('c', 7, pinned)))).toEqual(['cpa', 'b'])
  expect(ids(placed(list(null), at('p', 1)))).toEqual(['a', 'bcp'])
})

it('keeps a renamed one where it is', () => {
  const after = placed(list(), at('b', 8, { title: 'New' }))
  expect(ids(after)).toEqual(['pa', 'bc'])
  expect(after.pages[1]?.items[0]?.title).toBe('New')
})

it('leaves one that belongs after all that was read to the next page, and ends a list that was read to its end', () => {
  expect(ids(placed(list(), at('z', 1)))).toEqual(['pa', 'bc'])
  expect(ids(placed(list(null), at('z', 1)))).toEqual(['pa', 'bcz'])
  expect(ids(placed(list(), at('p', 1)))).toEqual(['a', 'bc'])
})

it('orders by id where the times are equal, as the server does', () => {
  expect(ids(placed(list(), at('aa', 9)))).toEqual(['paaa', 'bc'])
  expect(ids(placed(list(), at('9', 9)))).toEqual(['pa', '9bc'])
})

it('has no place for one in the archive', () => {
  expect(ids(placed(list(), at('b', 8, { archivedAt: new Date(0) })))).toEqual(['pa', 'c'])
})
