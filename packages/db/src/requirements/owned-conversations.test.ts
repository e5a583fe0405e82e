import { appendMessageInput, limits, newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { newUser, rowsOf, upTo } from './fixture.ts'

const db = await createTestDatabase()
const all = { limit: 50, archived: false, trashed: false }
const notFound = expect.objectContaining({ reason: 'NOT_FOUND', message: 'There is no such conversation.' })
const badRequest = expect.objectContaining({ reason: 'BAD_REQUEST' })

async function newConversation(title?: string) {
  const { userId, repo } = await newUser(db)
  const conversation = await repo.conversations.create(title === undefined ? {} : { title })
  return { userId, repo, conversation, id: conversation.id }
}

// The API's own limits are tested where it is: packages/api/src/inputs.test.ts and chat/check-content.test.ts, and
// NOT_FOUND over the wire for every procedure in packages/api/src/scope.test.ts.
describe('conversations of an owner', () => {
  test('a title has 1 to 255 characters, counted as people count them, and there is one without being asked', async () => {
    const { userId, repo, id } = await newConversation()
    expect((await repo.conversations.get(id)).title).toBe('New chat')
    for (const title of ['x', 'x'.repeat(limits.titleChars), '😀'.repeat(limits.titleChars)]) {
      expect((await repo.conversations.create({ title })).title).toBe(title)
      expect((await repo.conversations.update({ id, title })).title).toBe(title)
    }
    const before = await rowsOf(db, userId)
    for (const title of ['', 'x'.repeat(256), '😀'.repeat(256)]) {
      await expect(repo.conversations.create({ title })).rejects.toEqual(badRequest)
      await expect(repo.conversations.update({ id, title })).rejects.toEqual(badRequest)
    }
    expect([limits.titleChars, await rowsOf(db, userId)]).toEqual([255, before])
  })

  test('content has 1 to 16,000 characters unless the server allows more, and the store takes all it may allow', async () => {
    const { userId, repo, id } = await newConversation()
    expect([limits.messageChars, limits.messageCharsCeiling]).toEqual([16_000, 1_000_000])
    const append = (content: string) => repo.messages.append({ conversationId: id, role: 'user', content })
    for (const chars of [1, limits.messageChars, limits.messageCharsCeiling]) {
      expect((await append('😀'.repeat(chars))).content).toHaveLength(chars * 2)
    }
    const before = await rowsOf(db, userId)
    for (const content of ['', 'x'.repeat(limits.messageCharsCeiling + 1)]) {
      expect(appendMessageInput.safeParse({ conversationId: id, role: 'user', content }).success).toBe(false)
      await expect(append(content)).rejects.toEqual(badRequest)
    }
    expect(await rowsOf(db, userId)).toEqual(before)
  })

  test('rename changes the title and nothing else', async () => {
    const { repo, conversation, id } = await newConversation('First')
    const beside = await repo.conversations.create({ title: 'Beside' })
    expect(await repo.conversations.update({ id, title: 'Second' })).toEqual({ ...conversation, title: 'Second' })
    expect(await repo.conversations.get(id)).toEqual({ ...conversation, title: 'Second' })
    expect(await repo.conversations.get(beside.id)).toEqual(beside)
  })

  test('what is deleted is gone from the list and from every read, and from the trash only when it is erased', async () => {
    const { repo, id } = await newConversation()
    const beside = await repo.conversations.create({})
    await repo.conversations.delete({ id, permanently: false })
    expect((await repo.conversations.list(all)).items.map((item) => item.id)).toEqual([beside.id])
    const add = { conversationId: id, role: 'user', content: 'x' } as const
    const calls = [
      () => repo.conversations.get(id),
      () => repo.messages.append(add),
      () => repo.messages.append({ ...add, parentId: null }),
      () => repo.messages.all(add),
    ]
    for (const call of calls) await expect(call(), String(call)).rejects.toEqual(notFound)
    expect((await repo.conversations.list({ ...all, trashed: true })).items).toMatchObject([{ id, messageCount: 0 }])
    await repo.conversations.delete({ id, permanently: true })
    expect((await repo.conversations.list({ ...all, trashed: true })).items).toEqual([])
  })

  test('who has nothing gets an empty list, not an error', async () => {
    const { repo } = await newUser(db)
    const empty = { items: [], nextCursor: null }
    for (const shelf of [all, { ...all, archived: true }, { ...all, trashed: true }]) {
      expect(await repo.conversations.list(shelf)).toEqual(empty)
    }
    expect(await repo.tasks.list({ limit: 50 })).toEqual(empty)
    const { id } = await repo.conversations.create({})
    expect(await repo.messages.list({ conversationId: id, limit: 50 })).toEqual(empty)
  })

  test("another user's conversation is as missing as one that is not there, and stays as it is", async () => {
    const { userId, repo, id } = await newConversation('Mine')
    const { id: messageId } = await repo.messages.append({ conversationId: id, role: 'user', content: 'Mine' })
    const before = await rowsOf(db, userId)
    const stranger = (await newUser(db)).repo
    for (const conversationId of [id, newId()]) {
      const append = { conversationId, role: 'user', content: 'x' } as const
      const calls = [
        () => stranger.conversations.get(conversationId),
        () => stranger.conversations.update({ id: conversationId, title: 'Theirs' }),
        () => stranger.conversations.delete({ id: conversationId, permanently: false }),
        () => stranger.conversations.delete({ id: conversationId, permanently: true }),
        () => stranger.messages.list({ conversationId, limit: 50 }),
        () => stranger.messages.append(append),
        () => stranger.messages.append({ ...append, parentId: messageId }),
      ]
      for (const call of calls) await expect(call(), String(call)).rejects.toEqual(notFound)
    }
    expect((await stranger.conversations.list(all)).items).toEqual([])
    expect(await rowsOf(db, userId)).toEqual(before)
  })

  test('the to-do list beside it is unharmed by anything that happens to conversations', async () => {
    const { userId, repo, id } = await newConversation()
    for (const i of upTo(3)) await repo.tasks.create({ title: `t${i}`, description: `d${i}` })
    const tasks = async () => (await rowsOf(db, userId))['tasks']
    const before = await tasks()
    await repo.messages.append({ conversationId: id, role: 'user', content: 'x' })
    await repo.conversations.update({ id, title: 'Renamed', archived: true })
    await repo.conversations.delete({ id, permanently: false })
    await repo.conversations.restore(id)
    await repo.conversations.delete({ id, permanently: true })
    expect(await tasks()).toEqual(before)
  })
})
