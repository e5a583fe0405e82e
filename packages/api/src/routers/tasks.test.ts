import { limits, newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { callOverWire, createScriptedModel, createTestApi, exchange } from '../testing/index.ts'

const database = await createTestDatabase()
const model = createScriptedModel()
const api = await createTestApi({ database, models: model.models })
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

describe('the to-do API beside the conversations', () => {
  it('makes, lists, changes and deletes a task', async () => {
    const { caller, questionId, conversationId } = await exchange(api, model)
    const source = { conversationId, messageId: questionId }
    const milk = await caller.tasks.create({ title: ' Milk\n', dueOn: '2026-12-24', source })
    expect(milk).toMatchObject({ title: 'Milk', description: '', completed: false, dueOn: '2026-12-24' })
    expect(milk).toMatchObject({ sourceConversationId: conversationId, sourceMessageId: questionId })
    const oats = await caller.tasks.create({ title: 'Oats', description: 'Two' })
    expect(await caller.tasks.list({})).toEqual({ items: [milk, oats], nextCursor: null })
    const done = await caller.tasks.update({ id: milk.id, completed: true, dueOn: null })
    expect(done).toMatchObject({ title: 'Milk', completed: true, dueOn: null })
    expect((await caller.tasks.list({ completed: true })).items).toEqual([done])
    expect((await caller.tasks.list({ completed: false })).items).toEqual([oats])
    const first = await caller.tasks.list({ limit: 1 })
    expect(first.items).toEqual([done])
    expect((await caller.tasks.list({ limit: 1, cursor: first.nextCursor })).items).toEqual([oats])
    await caller.tasks.delete({ id: milk.id })
    expect((await caller.tasks.list({})).items).toEqual([oats])
  })

  it('takes a title and a description of the greatest length, and a description that says nothing', async () => {
    const caller = api.callerFor(await api.newUser())
    const [title, description] = ['😀'.repeat(limits.taskTitleChars), '😀'.repeat(limits.taskDescriptionChars)]
    const { id } = await caller.tasks.create({ title, description })
    expect(await caller.tasks.update({ id, description: ' ' })).toMatchObject({ title, description: ' ' })
  })

  it('lists 50 tasks a page unless asked for another number', async () => {
    const caller = api.callerFor(await api.newUser())
    for (let i = 0; i < 51; i++) await caller.tasks.create({ title: `Task ${i}` })
    const page = await caller.tasks.list({})
    expect(page.items).toHaveLength(50)
    expect((await caller.tasks.list({ cursor: page.nextCursor })).items).toMatchObject([{ title: 'Task 50' }])
  })

  it('answers the same create again, and refuses its id for something else', async () => {
    const userId = await api.newUser()
    const input = { id: newId(), title: 'Milk' }
    const create = (extra = {}) =>
      callOverWire(api.contextFor(userId), { type: 'mutation', path: 'tasks.create', input: { ...input, ...extra } })
    const [first, again, other] = [await create(), await create(), await create({ title: 'Oats' })]
    expect([again.status, again.text]).toEqual([200, first.text])
    expect([other.status, other.error?.data.reason]).toEqual([409, 'CONFLICT'])
  })

  it('names what is wrong with a source', async () => {
    const { userId, conversationId } = await exchange(api, model)
    const create = (source: object) => {
      const input = { title: 'Milk', source }
      return callOverWire(api.contextFor(userId), { type: 'mutation', path: 'tasks.create', input })
    }
    const half = await create({ conversationId })
    expect(half.error?.data).toMatchObject({ reason: 'BAD_REQUEST', field: 'source.messageId' })
    const missing = await create({ conversationId, messageId: newId() })
    expect(missing.error).toMatchObject({ message: 'There is no such message.', data: { reason: 'NOT_FOUND' } })
  })

  it.each(['conversation', 'main conversation'])('is unharmed when a %s is deleted', async (which) => {
    const userId = await api.newUser()
    const caller = api.callerFor(userId)
    const { id } = which === 'conversation' ? await caller.conversations.create({}) : await caller.conversations.main()
    const message = await caller.messages.append({ conversationId: id, role: 'user', content: 'Buy milk' })
    const task = await caller.tasks.create({ title: 'Milk', source: { conversationId: id, messageId: message.id } })
    await caller.conversations.delete({ id })
    expect((await caller.tasks.list({})).items).toEqual([task])
    await caller.conversations.delete({ id, permanently: true })
    const { items } = await caller.tasks.list({})
    expect(items).toEqual([{ ...task, sourceConversationId: null, sourceMessageId: null }])
    expect(await database.sql`select 1 from users where id = ${userId}`).toHaveLength(1)
  })
})
