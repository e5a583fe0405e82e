import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'

const db = await createTestDatabase()
const runner = { model: 'demo:offline', owner: newId() }

test.each(['system', 'assistant'] as const)(
  'where nobody asked (a %s message at the start) there is no answer to try again',
  async (role) => {
    const { repo } = await newUser(db)
    const { id: conversationId } = await repo.conversations.create({})
    const { id: messageId } = await repo.messages.append({ conversationId, role, content: 'Be brief.' })
    const again = repo.turns.regenerate({ conversationId, messageId, newMessageId: newId(), ...runner })
    const message = 'There is no question to answer.'
    await expect(again).rejects.toMatchObject({ reason: 'BAD_REQUEST', field: 'messageId', message })
    expect(await repo.messages.count(conversationId)).toBe(1)
  },
)

test('a system message after another message has no answer either', async () => {
  const { repo } = await newUser(db)
  const { id: conversationId } = await repo.conversations.create({})
  await repo.messages.append({ conversationId, role: 'user', content: 'Hello' })
  const { id: messageId } = await repo.messages.append({ conversationId, role: 'system', content: 'Be brief.' })
  const again = repo.turns.regenerate({ conversationId, messageId, newMessageId: newId(), ...runner })
  await expect(again).rejects.toMatchObject({ reason: 'BAD_REQUEST', field: 'messageId' })
})
