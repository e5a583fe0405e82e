import { limits, newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()

const INSERT = `
  insert into tasks (user_id, id, title, description, source_conversation_id, source_message_id)
  values ($1, $2, $3, $4, $5, $6)`

interface Row {
  userId: string
  title?: string
  description?: string
  conversationId?: string | null
  messageId?: string | null
}

/** Stores a task past the repository; answers the constraint that refuses it, or null. */
async function refusedBy({ userId, title = 'Milk', description = '', conversationId = null, messageId = null }: Row) {
  const args = [userId, newId(), title, description, conversationId, messageId]
  try {
    await db.sql.unsafe(INSERT, args)
    return null
  } catch (error) {
    return error instanceof Error && 'constraint_name' in error ? error.constraint_name : error
  }
}

async function userWithMessage() {
  const { id: userId } = await createUser(db)
  const repo = createRepository(db, userId)
  const { id: conversationId } = await repo.conversations.create({})
  const message = await repo.messages.append({ conversationId, role: 'user', content: 'Buy milk' })
  return { repo, userId, conversationId, messageId: message.id }
}

describe('the database itself refuses a task', () => {
  test('of a user who does not exist', async () => {
    expect(await refusedBy({ userId: newId() })).toBe('tasks_user_id_users_id_fk')
  })

  test('that came from no message, from one of another user, or from half a source', async () => {
    const [{ repo, ...mine }, { repo: _, ...theirs }] = [await userWithMessage(), await userWithMessage()]
    expect(await refusedBy(mine)).toBeNull()
    const wrong = [
      { ...theirs, userId: mine.userId },
      { ...mine, messageId: theirs.messageId },
      { ...mine, conversationId: theirs.conversationId },
      { ...mine, messageId: newId() },
      { ...mine, conversationId: newId() },
    ]
    for (const row of wrong) expect(await refusedBy(row)).toBe('tasks_source')
    expect(await refusedBy({ ...mine, messageId: null })).toBe('tasks_source_whole')
    expect(await refusedBy({ ...mine, conversationId: null })).toBe('tasks_source_whole')
    expect((await repo.tasks.list({ limit: 50 })).items).toHaveLength(1)
  })

  test('whose texts have the wrong length', async () => {
    const { id: userId } = await createUser(db)
    const [title, description] = ['x'.repeat(limits.taskTitleChars), 'x'.repeat(limits.taskDescriptionChars)]
    expect(await refusedBy({ userId, title, description })).toBeNull()
    expect(await refusedBy({ userId, title: `${title}x` })).toBe('tasks_title_length')
    expect(await refusedBy({ userId, description: `${description}x` })).toBe('tasks_description_length')
    expect(await refusedBy({ userId, title: ' \t\r\n\f\v' })).toBe('tasks_title_not_blank')
    expect(await refusedBy({ userId, title: '' })).toMatch(/^tasks_title_/)
  })
})

describe('what goes with what', () => {
  test('erasing a conversation empties the source of its tasks and touches nothing else', async () => {
    const { repo, userId, conversationId, messageId } = await userWithMessage()
    const { id: otherId } = await repo.conversations.create({})
    const other = await repo.messages.append({ conversationId: otherId, role: 'user', content: 'Buy oats' })
    const milk = await repo.tasks.create({ title: 'Milk', source: { conversationId, messageId } })
    const oats = await repo.tasks.create({ title: 'Oats', source: { conversationId: otherId, messageId: other.id } })
    await db.query('delete from conversations where user_id = $1 and id = $2', [userId, conversationId])
    const { items } = await repo.tasks.list({ limit: 50 })
    expect(items).toEqual([{ ...milk, sourceConversationId: null, sourceMessageId: null }, oats])
  })

  test('deleting a user removes their tasks and leaves those of others', async () => {
    const [mine, theirs] = [await userWithMessage(), await userWithMessage()]
    const { conversationId, messageId } = mine
    await mine.repo.tasks.create({ title: 'Mine', source: { conversationId, messageId } })
    const kept = await theirs.repo.tasks.create({ title: 'Theirs' })
    await db.query('delete from users where id = $1', [mine.userId])
    expect(await db.query('select 1 from tasks where user_id = $1', [mine.userId])).toEqual([])
    expect((await theirs.repo.tasks.list({ limit: 50 })).items).toEqual([kept])
  })
})
