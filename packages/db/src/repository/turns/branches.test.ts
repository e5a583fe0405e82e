import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createGenerationLog } from '../../generation-log/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'
import { expectTree } from '../messages/tree.fixture.ts'

const db = await createTestDatabase()
const owner = newId()
const log = createGenerationLog(db, owner)
await log.register()

const runner = { model: 'demo:offline', owner, title: 't' }
const running = expect.objectContaining({ reason: 'GENERATION_RUNNING' })

async function newChat() {
  const userId = (await createUser(db)).id
  const repo = createRepository(db, userId)
  const conversationId = newId()
  const finish = async (
    turn: { generation: { id: string } | null },
    content: string,
    status: 'complete' | 'stopped',
  ) => {
    const ended = { userId, generationId: turn.generation?.id ?? '', status, usage: null, error: null }
    expect(await log.finish({ ...ended, body: { content, parts: null } })).toBe(true)
  }
  const send = (
    content: string,
    { parentId, messageId = newId() }: { parentId?: string | null; messageId?: string } = {},
  ) => repo.turns.start({ ...runner, conversationId, messageId, content, ...(parentId !== undefined && { parentId }) })
  /** A question with an answer that has ended. */
  const exchange = async (content: string, status: 'complete' | 'stopped' = 'complete', parentId?: string | null) => {
    const turn = await send(content, parentId === undefined ? {} : { parentId })
    await finish(turn, `answer to ${content}`, status)
    return turn
  }
  const at = (messageId: string) => ({ ...runner, conversationId, messageId })
  const texts = async (leafId?: string) => {
    const page = await repo.messages.list({ conversationId, limit: 50, ...(leafId && { leafId }) })
    return page.items.map((item) => item.content)
  }
  return { db, userId, repo, conversationId, send, exchange, finish, at, texts }
}

test('a send from a stale tab becomes a branch and says so, also when it is repeated', async () => {
  const { repo, conversationId, send, exchange, texts } = await newChat()
  const first = await exchange('one')
  const second = await exchange('two')
  const stale = { parentId: first.assistantMessage.id, messageId: newId() }
  const branch = await send('from the old tab', stale)
  expect([first.branched, second.branched, branch.branched]).toEqual([false, false, true])
  expect(await texts()).toEqual(['one', 'answer to one', 'from the old tab', ''])
  const { items } = await repo.messages.list({ conversationId, limit: 50 })
  expect(items[2]).toMatchObject({ siblingCount: 2, siblingIndex: 1 })
  expect(branch.conversation.messageCount).toBe(6)
  expect(await texts(second.assistantMessage.id)).toEqual(['one', 'answer to one', 'two', 'answer to two'])
  expect(await send('from the old tab', stale)).toMatchObject({ branched: true, generation: null })
  const again = { messageId: second.userMessage.id }
  expect(await send('two', again)).toMatchObject({ branched: false, generation: null })
  expect(await send('two', { ...again, parentId: first.assistantMessage.id })).toMatchObject({ branched: false })
})

test('of two tabs that send at once after the same message one goes on and the other one branches', async () => {
  for (let round = 0; round < 10; round++) {
    const { send, exchange, ...place } = await newChat()
    const parentId = (await exchange('one')).assistantMessage.id
    const sent = await Promise.all(['left', 'right'].map((content) => send(content, { parentId })))
    expect(sent.filter((turn) => turn.branched)).toHaveLength(1)
    expect(sent.map((turn) => turn.userMessage.parentId)).toEqual([parentId, parentId])
    const { rows } = await expectTree(place)
    expect(rows).toHaveLength(6)
    const branched = sent.find((turn) => turn.branched)
    expect(rows.find(({ id }) => id === branched?.userMessage.id)).toMatchObject({ seq: 5, segment: 5 })
  }
})

test('a new root is a branch; what goes on with an older branch is none', async () => {
  const { repo, conversationId, send, exchange, finish } = await newChat()
  const first = await exchange('one')
  const root = await exchange('all over', 'complete', null)
  const on = await send('on with the first', { parentId: first.assistantMessage.id })
  expect([root.branched, on.branched]).toEqual([true, false])
  await finish(on, 'a', 'complete')
  const appended = await repo.messages.append({ conversationId, role: 'user', content: 'noted' })
  expect(await send('noted', { messageId: appended.id })).toMatchObject({ branched: false })
})

test('an edit is a branch; one of the first message is a new root, and the old tree stays', async () => {
  const { repo, exchange, at, texts, ...place } = await newChat()
  const first = await exchange('one')
  const second = await exchange('two')
  const input = { ...at(first.userMessage.id), newMessageId: newId(), content: 'one, better' }
  const edited = await repo.turns.edit(input)
  expect(edited).toMatchObject({ branched: true, userMessage: { parentId: null, seq: 5 } })
  expect(await repo.turns.edit(input)).toMatchObject({ branched: true, generation: null })
  expect(await texts()).toEqual(['one, better', ''])
  expect(await texts(second.assistantMessage.id)).toEqual(['one', 'answer to one', 'two', 'answer to two'])
  const later = await repo.turns.edit({ ...at(second.userMessage.id), newMessageId: newId(), content: 'two, better' })
  expect(later).toMatchObject({ branched: true, userMessage: { parentId: first.assistantMessage.id } })
  const roots = await repo.messages.siblings({ conversationId: place.conversationId, messageId: first.userMessage.id })
  expect(roots.map((message) => message.content)).toEqual(['one', 'one, better'])
  await expectTree(place)
})

test('an old answer is written again beside it, also from the middle of a branch and while another one runs', async () => {
  const { repo, send, exchange, at, texts, ...place } = await newChat()
  const first = await exchange('one')
  const second = await exchange('two')
  const third = await send('three')
  const again = await repo.turns.regenerate({ ...at(first.assistantMessage.id), newMessageId: newId() })
  expect(again).toMatchObject({
    assistantMessage: { parentId: first.userMessage.id },
    generation: { status: 'running' },
  })
  expect(again.conversation.headId).toBe(again.assistantMessage.id)
  expect(await texts(second.assistantMessage.id)).toEqual(['one', 'answer to one', 'two', 'answer to two'])
  expect(await texts(third.assistantMessage.id)).toHaveLength(6)
  await expect(send('after the new answer')).rejects.toEqual(running)
  await expect(send('after the third', { parentId: third.assistantMessage.id })).rejects.toEqual(running)
  // Another branch takes a question while both are being written.
  expect(await send('beside', { parentId: second.assistantMessage.id })).toMatchObject({ branched: true })
  await expectTree(place)
})

test('a branch is read to any message of it: in the middle, and one that is being written, with its text so far', async () => {
  const { repo, userId, conversationId, send, exchange, texts } = await newChat()
  const first = await exchange('one')
  const turn = await send('two')
  const event = { type: 'text-delta', text: 'so far' } as const
  await log.commit([{ userId, generationId: turn.generation?.id ?? '', seq: 1, event }])
  const aside = await send('aside', { parentId: first.assistantMessage.id })
  expect(await texts(turn.assistantMessage.id)).toEqual(['one', 'answer to one', 'two', 'so far'])
  expect(await texts(turn.userMessage.id)).toEqual(['one', 'answer to one', 'two'])
  expect(await texts(first.userMessage.id)).toEqual(['one'])
  const ref = { conversationId, messageId: turn.assistantMessage.id }
  expect(await repo.messages.siblings(ref)).toMatchObject([{ status: 'streaming', content: 'so far' }])
  const questions = await repo.messages.siblings({ conversationId, messageId: aside.userMessage.id })
  expect(questions.map((message) => message.content)).toEqual(['two', 'aside'])
})

test('an answer is continued only where nothing follows it', async () => {
  const { repo, send, exchange, at, ...place } = await newChat()
  const first = await exchange('one', 'stopped')
  const second = await exchange('two', 'stopped')
  const before = await repo.conversations.get(place.conversationId)
  await expect(repo.turns.continue(at(first.assistantMessage.id))).rejects.toMatchObject({
    reason: 'BAD_REQUEST',
    field: 'messageId',
    message: 'The conversation went on after this answer. Write a new version instead.',
  })
  expect(await repo.conversations.get(place.conversationId)).toEqual(before)
  expect(await repo.turns.continue(at(second.assistantMessage.id))).toMatchObject({ generation: { status: 'running' } })
  await expect(send('below it')).rejects.toEqual(running)
  await expectTree(place)
})

test('to continue an older leaf makes its branch the active one, with its preview', async () => {
  const { repo, exchange, at, texts, ...place } = await newChat()
  const first = await exchange('one', 'stopped')
  const other = await exchange('all over', 'complete', null)
  const turn = await repo.turns.continue(at(first.assistantMessage.id))
  expect(turn.conversation).toMatchObject({ headId: first.assistantMessage.id, preview: 'answer to one' })
  expect(turn.conversation.updatedAt.getTime()).toBeGreaterThanOrEqual(other.conversation.updatedAt.getTime())
  expect(await repo.conversations.get(place.conversationId)).toEqual(turn.conversation)
  expect(await texts()).toEqual(['one', 'answer to one'])
  await expectTree(place)
})
