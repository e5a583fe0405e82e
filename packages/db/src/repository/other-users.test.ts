import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../testing/index.ts'
import { createRepository } from './index.ts'

const db = await createTestDatabase()
const runner = { model: 'demo:offline', owner: newId() }

test("another user's ids and ids that do not exist are the same error in every method", async () => {
  const mine = createRepository(db, (await createUser(db)).id)
  const theirs = createRepository(db, (await createUser(db)).id)
  const conversationId = newId()
  const { userMessage, assistantMessage } = await mine.turns.start({
    conversationId,
    messageId: newId(),
    content: 'private',
    title: 'private',
    ...runner,
  })
  const source = { conversationId, messageId: userMessage.id }
  const task = await mine.tasks.create({ title: 'private', source })
  const calls = (id: string, question: string, answer: string, taskId: string) => {
    const ref = { conversationId: id, messageId: answer }
    return [
      () => theirs.conversations.get(id),
      () => theirs.conversations.update({ id, title: 'x' }),
      () => theirs.conversations.delete({ id, permanently: false }),
      () => theirs.conversations.delete({ id, permanently: true }),
      () => theirs.conversations.restore(id),
      () => theirs.messages.list({ conversationId: id, limit: 5 }),
      () => theirs.messages.list({ conversationId: id, limit: 5, leafId: answer }),
      () => theirs.messages.get(ref),
      () => theirs.messages.siblings(ref),
      () => theirs.messages.append({ conversationId: id, role: 'user', content: 'x' }),
      () => theirs.messages.count(id),
      () => theirs.messages.context({ conversationId: id, limit: 5 }),
      () => theirs.turns.regenerate({ ...ref, newMessageId: newId(), ...runner }),
      () =>
        theirs.turns.edit({ conversationId: id, messageId: question, newMessageId: newId(), content: 'x', ...runner }),
      () => theirs.turns.continue({ ...ref, ...runner }),
      () => theirs.turns.requestStop(ref),
      () => theirs.generations.state(ref),
      () => theirs.tasks.create({ title: 'x', source: ref }),
      () => theirs.tasks.get(taskId),
      () => theirs.tasks.update({ id: taskId, title: 'x' }),
      () => theirs.tasks.delete(taskId),
    ]
  }
  const foreign = calls(conversationId, userMessage.id, assistantMessage.id, task.id)
  const missing = calls(newId(), newId(), newId(), newId())
  for (const [i, call] of foreign.entries()) {
    const error: unknown = await call().catch((cause: unknown) => cause)
    expect(error, String(call)).toMatchObject({ reason: 'NOT_FOUND' })
    expect(error).toEqual(await missing[i]?.().catch((cause: unknown) => cause))
  }
  expect((await mine.conversations.get(conversationId)).messageCount).toBe(2)
  expect(await theirs.tasks.list({ limit: 50 })).toEqual({ items: [], nextCursor: null })
  expect((await mine.tasks.list({ limit: 50 })).items).toEqual([task])
})

test("a child id of another user does not reach their rows through one's own conversation", async () => {
  const mine = createRepository(db, (await createUser(db)).id)
  const theirs = createRepository(db, (await createUser(db)).id)
  const { id: myConversation } = await mine.conversations.create({})
  const secret = await mine.messages.append({ conversationId: myConversation, role: 'user', content: 'secret' })
  const { id: conversationId } = await theirs.conversations.create({})
  const ref = { conversationId, messageId: secret.id }
  const calls = [
    () => theirs.messages.get(ref),
    () => theirs.messages.list({ conversationId, limit: 5, leafId: secret.id }),
    () => theirs.messages.append({ conversationId, role: 'user', content: 'x', parentId: secret.id }),
    () => theirs.turns.start({ ...ref, messageId: newId(), content: 'x', parentId: secret.id, title: 'x', ...runner }),
    () => theirs.turns.regenerate({ ...ref, newMessageId: newId(), ...runner }),
    () => theirs.tasks.create({ title: 'x', source: ref }),
  ]
  for (const call of calls) await expect(call()).rejects.toEqual(expect.objectContaining({ reason: 'NOT_FOUND' }))
  expect(await theirs.turns.branch({ conversationId, leafId: secret.id, limit: 5 })).toEqual([])
  expect(await theirs.generations.list(ref)).toEqual([])
})

test('the same id in two accounts is two tasks that do not know of each other', async () => {
  const [one, two] = [createRepository(db, (await createUser(db)).id), createRepository(db, (await createUser(db)).id)]
  const id = newId()
  const task = await one.tasks.create({ id, title: 'One' })
  await two.tasks.create({ id, title: 'Two' })
  await two.tasks.update({ id, completed: true })
  expect(await two.tasks.get(id)).toMatchObject({ title: 'Two', completed: true })
  await two.tasks.delete(id)
  expect((await one.tasks.list({ limit: 50 })).items).toEqual([task])
})

test('the same ids in two accounts are two conversations that do not know of each other', async () => {
  const ids = { conversationId: newId(), first: newId(), second: newId() }
  const write = async (name: string) => {
    const repo = createRepository(db, (await createUser(db)).id)
    await repo.conversations.create({ id: ids.conversationId, title: name })
    for (const id of [ids.first, ids.second]) {
      await repo.messages.append({ conversationId: ids.conversationId, id, role: 'user', content: name })
    }
    return repo
  }
  const [one, two] = [await write('One'), await write('Two')]
  const page = { conversationId: ids.conversationId, limit: 50 }
  const ref = { conversationId: ids.conversationId, messageId: ids.second }
  const contents = async () => [
    ...(await one.messages.list(page)).items.map((item) => item.content),
    ...(await one.messages.context({ ...page, limit: 20 })).map((message) => message.content),
    ...(await one.messages.siblings(ref)).map((message) => message.content),
  ]
  expect(await contents()).toEqual(Array(5).fill('One'))
  await two.conversations.delete({ id: ids.conversationId, permanently: true })
  expect(await contents()).toEqual(Array(5).fill('One'))
})

test('a row that points across users cannot be stored', async () => {
  const [one, two] = [await createUser(db), await createUser(db)]
  const mine = createRepository(db, one.id)
  const { id } = await mine.conversations.create({})
  const insert = db.query(
    `insert into messages (user_id, conversation_id, id, seq, role, content) values ($1, $2, $3, 1, 'user', 'x')`,
    [two.id, id, newId()],
  )
  await expect(insert).rejects.toThrow('messages_conversation')
})
