import { beforeEach, expect, it, vi } from 'vitest'

const message = {
  conversationId: 'c',
  messageId: 'm',
  parentId: 'a',
  content: 'Hello',
  model: null,
  startsConversation: true,
  problem: null,
}

/** The module as another visit loads it. */
const visit = async () => {
  vi.resetModules()
  return import('./unsent.ts')
}

beforeEach(() => localStorage.clear())

it('brings back what was not confirmed, with the same id and a reason, until the server has it', async () => {
  const first = await visit()
  first.addUnsent(message)
  const second = await visit()
  expect(second.unsentStore.get()).toEqual([
    { ...message, problem: 'The page was closed before the server confirmed it.' },
  ])
  second.removeUnsent('m')
  expect((await visit()).unsentStore.get()).toEqual([])
})

it('knows a message that was kept without its parent, or has none', async () => {
  const { parentId: _, problem: __, ...kept } = message
  localStorage.setItem('parley:unsent:m', JSON.stringify(kept))
  expect((await visit()).unsentStore.get()).toMatchObject([{ ...kept, parentId: undefined }])
  localStorage.setItem('parley:unsent:m', JSON.stringify({ ...kept, parentId: null }))
  expect((await visit()).unsentStore.get()).toMatchObject([{ ...kept, parentId: null }])
})

it('overlooks what it did not write', async () => {
  localStorage.setItem('parley:unsent:x', '{"content":1}')
  localStorage.setItem('parley:unsent:y', 'no json')
  localStorage.setItem('parley:unsent:z', JSON.stringify({ ...message, parentId: 1 }))
  expect((await visit()).unsentStore.get()).toEqual([])
})
