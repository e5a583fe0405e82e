import { limits, newId } from '@parley/contract'
import { afterAll, describe, expect, it } from 'vitest'

import { appRouter } from '../root.ts'
import { createTestApi } from '../testing/index.ts'

const api = await createTestApi()
afterAll(() => api[Symbol.asyncDispose]())
const userId = await api.newUser()

/** A caller of a server that was started with this limit. */
const callerWith = (maxMessageChars: number) => appRouter.createCaller({ ...api.contextFor(userId), maxMessageChars })

describe('how long a message may be', () => {
  it.each([1, 5, limits.messageChars, limits.messageCharsCeiling])(
    'is the server’s to say: up to %i characters are stored, one more is refused by name and not stored',
    async (max) => {
      const caller = callerWith(max)
      const { id: conversationId } = await caller.conversations.create({})
      const append = (content: string) => caller.messages.append({ conversationId, role: 'user', content })
      expect((await append('😀'.repeat(max))).content).toBe('😀'.repeat(max))
      const content = '😀'.repeat(max + 1)
      const refused = { cause: { reason: 'BAD_REQUEST', field: 'content' } }
      const failure = max === limits.messageCharsCeiling ? { code: 'BAD_REQUEST' } : refused
      await expect(append(content)).rejects.toMatchObject(failure)
      await expect(caller.chat.send({ conversationId, messageId: newId(), content })).rejects.toMatchObject(failure)
      expect(await caller.messages.count({ conversationId })).toBe(1)
    },
  )

  it('is said in the refusal, with how long this one is', async () => {
    const caller = callerWith(1_000)
    const { id: conversationId } = await caller.conversations.create({})
    const appending = caller.messages.append({ conversationId, role: 'user', content: 'x'.repeat(1_234) })
    await expect(appending).rejects.toThrow('Must be at most 1,000 characters; this has 1,234.')
  })
})
