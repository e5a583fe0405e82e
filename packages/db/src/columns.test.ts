import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createRepository } from './repository/index.ts'
import { conversations, generations, messages } from './schema/index.ts'
import { createTestDatabase, createUser } from './testing/index.ts'

test('a row read by plain SQL is the row that Drizzle types and reads', async () => {
  await using db = await createTestDatabase()
  const { id: userId } = await createUser(db)
  const repo = createRepository(db, userId)
  const ref = { conversationId: newId(), messageId: newId() }
  const turn = await repo.turns.start({ ...ref, content: 'q', title: 'q', model: 'demo:offline', owner: newId() })
  expect(await db.drizzle.select().from(conversations)).toMatchObject([{ ...turn.conversation, userId }])
  expect(await db.drizzle.select().from(generations)).toMatchObject([{ ...turn.generation, userId }])
  expect(await db.drizzle.select().from(messages).orderBy(messages.seq)).toMatchObject([
    { ...turn.userMessage, userId },
    { ...turn.assistantMessage, userId },
  ])
})
