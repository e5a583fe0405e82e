import { expect, it } from 'vitest'

import { noSocket, takeCall } from './connection.ts'
import { appRouter } from './root.ts'
import { createTestApi } from './testing/index.ts'

it('a socket has 32 calls under way at most, and takes one more when one has ended', () => {
  const socket = noSocket()
  const calls = Array.from({ length: 32 }, () => takeCall(socket))
  expect(() => takeCall(socket)).toThrow(expect.objectContaining({ reason: 'TOO_MANY_REQUESTS' }))
  calls[0]?.[Symbol.dispose]()
  takeCall(socket)[Symbol.dispose]()
})

it('a socket that does not take what it is sent has its calls refused until it does', async () => {
  await using api = await createTestApi()
  const userId = await api.newUser()
  let backlog = 2 * 1024 * 1024
  const connection = { ...noSocket(), backlog: () => backlog }
  const caller = appRouter.createCaller({ ...api.contextFor(userId), connection })
  await expect(caller.conversations.list({})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  await expect(caller.conversations.create({})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  backlog = 0
  expect((await caller.conversations.list({})).items).toEqual([])
  expect(connection.calls).toBe(0)
})
