import { newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { connect } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { countsOf, newUser, readPages, rowsOf, upTo } from './fixture.ts'

const db = await createTestDatabase()
const user = 'user' as const

describe('main conversation: one conversation per user', () => {
  test('main makes the conversation on the first call, and gives the same one ever after', async () => {
    const { userId, repo } = await newUser(db)
    await repo.conversations.create({ title: 'Not it' })
    const first = await repo.conversations.main()
    expect(first).toMatchObject({ isMain: true, messageCount: 0 })
    await repo.messages.append({ conversationId: first.id, role: user, content: 'Hello' })
    await repo.conversations.update({ id: first.id, title: 'Named', archived: true })
    expect(await repo.conversations.main()).toMatchObject({ id: first.id, title: 'Named', messageCount: 1 })
    expect(await countsOf(db, userId)).toEqual({ conversations: 2, messages: 1 })
  })

  test('each user has one of their own', async () => {
    const [one, two] = [await newUser(db), await newUser(db)]
    const [first, second] = [await one.repo.conversations.main(), await two.repo.conversations.main()]
    expect(first.id).not.toBe(second.id)
    await expect(two.repo.conversations.get(first.id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  })

  test('50 simultaneous first calls from two replicas all get the one conversation', async () => {
    await using replica = connect(db.settings)
    const { userId, repo } = await newUser(db)
    const other = createRepository(replica, userId)
    const mains = await Promise.all(upTo(50).map((i) => (i % 2 ? repo : other).conversations.main()))
    expect(mains).toEqual(Array(50).fill(mains[0]))
    expect(await countsOf(db, userId)).toEqual({ conversations: 1 })
  })

  test('calls that race with its way to the trash get one that was the main one, and one is it in the end', async () => {
    const { repo } = await newUser(db)
    const { id } = await repo.conversations.main()
    const [mains] = await Promise.all([
      Promise.all(upTo(20).map(() => repo.conversations.main())),
      repo.conversations.delete({ id, permanently: false }),
    ])
    const now = await repo.conversations.main()
    expect(now.id).not.toBe(id)
    expect(new Set([id, now.id])).toEqual(new Set([id, ...mains.map((main) => main.id), now.id]))
  })

  test('the database itself refuses a second one', async () => {
    const { userId, repo } = await newUser(db)
    await repo.conversations.main()
    const second = db.query('insert into conversations (user_id, id, is_main) values ($1, $2, true)', [userId, newId()])
    await expect(second).rejects.toThrow('conversations_main')
  })

  test('the history is paged, and each page is oldest first', async () => {
    const { repo } = await newUser(db)
    const { id: conversationId } = await repo.conversations.main()
    for (const i of upTo(25)) await repo.messages.append({ conversationId, role: user, content: `m${i}` })
    const pages = await readPages((cursor) => repo.messages.list({ conversationId, limit: 10, cursor }))
    const contents = pages.map((page) => page.map((message) => message.content))
    const all = upTo(25).map((i) => `m${i}`)
    expect(contents).toEqual([all.slice(-10), all.slice(-20, -10), all.slice(0, 5)])
  })

  test.each([
    ['empty content', 'user', ''],
    ['blank content', 'user', ' \n\t'],
    ['a role that there is not', 'tool', 'x'],
  ])('the database itself refuses %s', async (_what, role, content) => {
    const { userId, repo } = await newUser(db)
    const { id } = await repo.conversations.main()
    const storing = db.query(
      `insert into messages (user_id, conversation_id, id, seq, role, content)
       values ($1, $2, $3, 1, $4::text::message_role, $5)`,
      [userId, id, newId(), role, content],
    )
    await expect(storing).rejects.toMatchObject({ reason: 'BAD_REQUEST' })
    expect(await countsOf(db, userId)).toEqual({ conversations: 1 })
  })
})

describe('main conversation: what goes with it', () => {
  async function livedIn() {
    const { userId, repo } = await newUser(db)
    const { id: conversationId } = await repo.conversations.main()
    const { id: messageId } = await repo.messages.append({ conversationId, role: user, content: 'Buy milk' })
    await repo.messages.append({ conversationId, role: user, content: 'And oats', parentId: null })
    const task = await repo.tasks.create({ title: 'Milk', source: { conversationId, messageId } })
    const runner = { model: 'demo:offline', owner: newId() }
    await repo.turns.start({ conversationId, messageId: newId(), content: 'q', title: 't', ...runner })
    return { userId, repo, conversationId, task }
  }

  test('a straight delete of the row takes its messages with it at the database; user and tasks stay', async () => {
    const [mine, theirs] = [await livedIn(), await livedIn()]
    const before = await rowsOf(db, theirs.userId)
    expect(await countsOf(db, mine.userId)).toEqual({ conversations: 1, messages: 4, generations: 1, tasks: 1 })
    await db.query('delete from conversations where user_id = $1 and is_main', [mine.userId])
    expect(await countsOf(db, mine.userId)).toEqual({ tasks: 1 })
    const left = { ...mine.task, sourceConversationId: null, sourceMessageId: null }
    expect(await mine.repo.tasks.get(mine.task.id)).toEqual(left)
    expect(await db.query('select id from users where id = $1', [mine.userId])).toEqual([{ id: mine.userId }])
    expect(await rowsOf(db, theirs.userId)).toEqual(before)
  })

  test('erasing the last conversation leaves the user, who gets a new one', async () => {
    const { userId, repo, conversationId } = await livedIn()
    await repo.conversations.delete({ id: conversationId, permanently: true })
    expect(await repo.conversations.main()).toMatchObject({ isMain: true, messageCount: 0 })
    expect(await countsOf(db, userId)).toEqual({ conversations: 1, erasures: 1, tasks: 1 })
  })

  test('a straight delete of the user takes all that is theirs, and nothing of others', async () => {
    const [mine, theirs] = [await livedIn(), await livedIn()]
    const before = await rowsOf(db, theirs.userId)
    await db.query('delete from users where id = $1', [mine.userId])
    expect(await countsOf(db, mine.userId)).toEqual({})
    expect(await rowsOf(db, theirs.userId)).toEqual(before)
  })
})
