import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()

test('x', async () => {
  const user = await createUser(db)
  const repo = createRepository(db, user.id)
  const c = await repo.conversations.create({ id: newId(), title: 'hello' })
  console.log(c)
  expect(c.title).toBe('hello')
  const t = performance.now()
  for (let i = 0; i < 200; i++) await repo.messages.append({ conversationId: c.id, role: 'user', content: 'hello ' + i })
  console.log((performance.now() - t) / 200)
  const t2 = performance.now()
  let p
  for (let i = 0; i < 200; i++) p = await repo.messages.list({ conversationId: c.id, limit: 20 })
  console.log((performance.now() - t2) / 200, p?.items.at(-1))
  const r = await repo.turns.start({ conversationId: c.id, messageId: newId(), content: 'x', model: 'demo:offline', owner: newId(), title: 'X' })
  console.log(r)
})
