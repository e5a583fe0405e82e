import { limits, newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { tasks } from '../../schema/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository, type Repository } from '../index.ts'

const db = await createTestDatabase()
const newUser = async () => createRepository(db, (await createUser(db)).id)
const refused = (reason: string): unknown => expect.objectContaining({ reason })
const noTask = 'There is no such task'
const noMessage = 'There is no such message'

async function newMessage(repo: Repository) {
  const { id: conversationId } = await repo.conversations.create({})
  const { id } = await repo.messages.append({ conversationId, role: 'user', content: 'Buy milk' })
  return { conversationId, messageId: id }
}

describe('tasks', () => {
  test('a new task is open, and comes back as it was made, as Drizzle reads it too', async () => {
    const { id: userId } = await createUser(db)
    const repo = createRepository(db, userId)
    const source = await newMessage(repo)
    const made = await repo.tasks.create({ title: 'Milk', description: 'Two', dueOn: '2028-02-29', source })
    expect(made).toMatchObject({ title: 'Milk', description: 'Two', completed: false, dueOn: '2028-02-29' })
    expect(made).toMatchObject({ sourceConversationId: source.conversationId, sourceMessageId: source.messageId })
    expect(made.createdAt).toBeInstanceOf(Date)
    expect(await repo.tasks.get(made.id)).toEqual(made)
    expect(await db.drizzle.select().from(tasks)).toEqual([{ ...made, userId, changedIn: expect.any(String) }])
  })

  test('all but the title may be left out', async () => {
    const repo = await newUser()
    const empty = { description: '', completed: false, dueOn: null, sourceConversationId: null, sourceMessageId: null }
    expect(await repo.tasks.create({ title: 'Milk' })).toMatchObject(empty)
  })

  test('a title has 1 to 500 characters, a description at most 5,000, counted as people count them', async () => {
    const repo = await newUser()
    const longest = { title: '😀'.repeat(limits.taskTitleChars), description: '😀'.repeat(limits.taskDescriptionChars) }
    const made = await repo.tasks.create(longest)
    expect(made).toMatchObject(longest)
    for (const wrong of [
      { title: '' },
      { title: ' \n' },
      { title: `${longest.title}x` },
      { title: 'x', description: `${longest.description}x` },
    ]) {
      await expect(repo.tasks.create(wrong)).rejects.toEqual(refused('BAD_REQUEST'))
      await expect(repo.tasks.update({ id: made.id, ...wrong })).rejects.toEqual(refused('BAD_REQUEST'))
    }
    expect((await repo.tasks.list({ limit: 50 })).items).toEqual([made])
  })

  test('update changes only what is given and moves updatedAt; a due day can be removed', async () => {
    const repo = await newUser()
    const first = await repo.tasks.create({ title: 'Milk', description: 'Two', dueOn: '2026-12-24' })
    await db.query(`update tasks set updated_at = '2026-01-01T00:00:00Z' where id = $1`, [first.id])
    const done = await repo.tasks.update({ id: first.id, completed: true })
    expect(done).toEqual({ ...first, completed: true, updatedAt: done.updatedAt })
    expect(done.updatedAt.getTime()).toBeGreaterThanOrEqual(first.updatedAt.getTime())
    const named = await repo.tasks.update({ id: first.id, title: 'Oats', description: '' })
    expect(named).toEqual({ ...done, title: 'Oats', description: '', updatedAt: named.updatedAt })
    const open = await repo.tasks.update({ id: first.id, completed: false, dueOn: null })
    expect(open).toEqual({ ...named, completed: false, dueOn: null, updatedAt: open.updatedAt })
    const moved = await repo.tasks.update({ id: first.id, dueOn: '2027-01-01' })
    expect(moved.dueOn).toBe('2027-01-01')
    expect(await repo.tasks.get(first.id)).toEqual(moved)
  })

  test('a deleted task is gone, and there is nothing to delete a second time', async () => {
    const repo = await newUser()
    const [first, second] = [await repo.tasks.create({ title: 'One' }), await repo.tasks.create({ title: 'Two' })]
    await repo.tasks.delete(first.id)
    expect((await repo.tasks.list({ limit: 50 })).items).toEqual([second])
    await expect(repo.tasks.get(first.id)).rejects.toThrow(noTask)
    await expect(repo.tasks.update({ id: first.id, completed: true })).rejects.toThrow(noTask)
    await expect(repo.tasks.delete(first.id)).rejects.toThrow(noTask)
  })
})

describe('creating the same id again', () => {
  test('gives back the one task, also from ten calls at once', async () => {
    const repo = await newUser()
    const task = { id: newId(), title: 'Milk', description: 'Two', dueOn: '2026-12-24', source: await newMessage(repo) }
    const made = await Promise.all(Array.from({ length: 10 }, () => repo.tasks.create(task)))
    expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1)
    const done = await repo.tasks.update({ id: task.id, completed: true })
    expect(await repo.tasks.create(task)).toEqual(done)
    expect((await repo.tasks.list({ limit: 50 })).items).toEqual([done])
  })

  test('with anything else is a conflict and changes nothing', async () => {
    const repo = await newUser()
    const source = await newMessage(repo)
    const task = { id: newId(), title: 'Milk', description: 'Two', dueOn: '2026-12-24', source }
    const made = await repo.tasks.create(task)
    const other = [
      { title: 'milk' },
      { description: '' },
      { dueOn: '2026-12-25' },
      { dueOn: null },
      { source: await newMessage(repo) },
      { source: { ...source, messageId: newId() } },
      { source: { ...source, conversationId: newId() } },
    ]
    for (const change of other) {
      await expect(repo.tasks.create({ ...task, ...change })).rejects.toEqual(refused('CONFLICT'))
    }
    await expect(repo.tasks.create({ id: task.id, title: 'Milk' })).rejects.toEqual(refused('CONFLICT'))
    expect(await repo.tasks.get(task.id)).toEqual(made)
  })
})

describe('the message that a task came from', () => {
  test('is not found when it is missing, in the trash, or of another conversation or user', async () => {
    const [mine, theirs] = [await newUser(), await newUser()]
    const [own, other, foreign] = [await newMessage(mine), await newMessage(mine), await newMessage(theirs)]
    const trashed = await newMessage(mine)
    await mine.conversations.delete({ id: trashed.conversationId, permanently: false })
    await theirs.conversations.create({ id: trashed.conversationId })
    const sources = [
      { conversationId: newId(), messageId: newId() },
      { ...own, messageId: newId() },
      { ...own, conversationId: newId() },
      { ...own, messageId: other.messageId },
      { ...own, messageId: foreign.messageId },
      { ...own, conversationId: foreign.conversationId },
      foreign,
      trashed,
    ]
    for (const source of sources) {
      const creating = mine.tasks.create({ title: 'Milk', source })
      await expect(creating).rejects.toEqual(refused('NOT_FOUND'))
      await expect(creating).rejects.toThrow(noMessage)
    }
    expect((await mine.tasks.list({ limit: 50 })).items).toEqual([])
  })

  test('may go: the task stays through the trash as it was, and without its source after the erasure', async () => {
    const repo = await newUser()
    const source = await newMessage(repo)
    const made = await repo.tasks.create({ title: 'Milk', source })
    const beside = await repo.tasks.create({ title: 'Oats', source: await newMessage(repo) })
    await repo.conversations.delete({ id: source.conversationId, permanently: false })
    expect(await repo.tasks.get(made.id)).toEqual(made)
    await repo.conversations.delete({ id: source.conversationId, permanently: true })
    const left = { ...made, sourceConversationId: null, sourceMessageId: null }
    expect((await repo.tasks.list({ limit: 50 })).items).toEqual([left, beside])
  })

  test('its whole conversation may be the main one', async () => {
    const repo = await newUser()
    const { id: conversationId } = await repo.conversations.main()
    const { id: messageId } = await repo.messages.append({ conversationId, role: 'user', content: 'Buy milk' })
    const { id } = await repo.tasks.create({ title: 'Milk', source: { conversationId, messageId } })
    await repo.conversations.delete({ id: conversationId, permanently: true })
    expect(await repo.tasks.get(id)).toMatchObject({ title: 'Milk', sourceMessageId: null })
  })
})
