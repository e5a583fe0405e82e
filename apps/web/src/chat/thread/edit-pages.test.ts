import { expect, it } from 'vitest'

import { messageOf } from '../../testing/fake-server.tsx'
import { appendMessages, joinEnd, meets, messagesOf, replaceFrom, replaceMessage, type Pages } from './edit-pages.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => messageOf({ id }))
const message = (id: string) => messageOf({ id })

/** Four messages on two pages, the newer page first. */
const pages = (): Pages => ({
  pages: [
    { items: [c, d].filter((item) => item !== undefined), nextCursor: 'older' },
    { items: [a, b].filter((item) => item !== undefined), nextCursor: null },
  ],
  pageParams: [null, 'older'],
})
const ids = (data: Pages) => messagesOf(data).map(({ id }) => id)

it('shows the pages as one list, oldest first', () => {
  expect(ids(pages())).toEqual(['a', 'b', 'c', 'd'])
})

it('adds a turn at the end, and only once', () => {
  const once = appendMessages(pages(), [message('e'), message('f')])
  expect(ids(appendMessages(once, [message('e'), message('f')]))).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

it('begins a list for a conversation that was not read', () => {
  expect(ids(appendMessages(undefined, [message('e')]))).toEqual(['e'])
})

it('replaces one message and leaves every other the same object', () => {
  const after = messagesOf(replaceMessage(pages(), { ...message('b'), content: 'New' }))
  expect(after[1]?.content).toBe('New')
  expect([after[0], after[2], after[3]]).toEqual([a, c, d])
  expect(after[0]).toBe(a)
  expect(after[3]).toBe(d)
})

it('puts a new version in the place of an answer and of all that followed it', () => {
  expect(ids(replaceFrom(pages(), 'd', [message('x')]))).toEqual(['a', 'b', 'c', 'x'])
  expect(ids(replaceFrom(pages(), 'b', [message('x')]))).toEqual(['a', 'x'])
  expect(ids(replaceFrom(pages(), 'unknown', [message('x')]))).toEqual(['a', 'b', 'c', 'd'])
})

const child = (id: string, parentId: string) => messageOf({ id, parentId })

it('joins the end of a branch where it meets what is shown, and leaves what is above as it is', () => {
  const shown = pages()
  const end = [child('d', 'c'), child('e', 'd')]
  expect(meets(shown, end)).toBe(true)
  const joined = joinEnd(shown, end, 'cursor')
  expect(ids(joined)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(joined.pages[1]).toBe(shown.pages[1])
  expect(joined.pages.at(-1)?.nextCursor).toBeNull()
})

it('takes another branch in the place of what follows its parent, also across pages', () => {
  expect(ids(joinEnd(pages(), [child('x', 'c')], 'cursor'))).toEqual(['a', 'b', 'c', 'x'])
  expect(ids(joinEnd(pages(), [child('x', 'a'), child('y', 'x')], 'cursor'))).toEqual(['a', 'x', 'y'])
  expect(ids(joinEnd(pages(), [child('x', 'd')], 'cursor'))).toEqual(['a', 'b', 'c', 'd', 'x'])
})

it('shows only a branch that meets nothing, with the way to what is above it', () => {
  const end = [child('y', 'x'), child('z', 'y')]
  expect(meets(pages(), end)).toBe(false)
  expect(joinEnd(pages(), end, 'cursor')).toEqual({
    pages: [{ items: end, nextCursor: 'cursor' }],
    pageParams: [null],
  })
})

it('keeps the object of a message that is the same, and takes one with more versions', () => {
  const again = d && { ...d, updatedAt: new Date(d.updatedAt) }
  expect(messagesOf(joinEnd(pages(), again ? [again] : [], null)).at(-1)).toBe(d)
  const versions = messagesOf(joinEnd(pages(), [messageOf({ id: 'd', siblingCount: 2 })], null))
  expect(versions.at(-1)?.siblingCount).toBe(2)
})
