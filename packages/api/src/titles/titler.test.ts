import { afterAll, expect, it } from 'vitest'

import { createScriptedModel, createTestApi, exchange, until } from '../testing/index.ts'
import { createNamingModel, endedTurn, titleOf } from './fixture.ts'
import { Titler } from './titler.ts'

const answering = createScriptedModel()
const api = await createTestApi({ models: answering.models })
afterAll(() => api[Symbol.asyncDispose]())

it('names in the background', async () => {
  const { conversationId } = await exchange(api, answering)
  await using titler = new Titler({ ...api.services, ...createNamingModel(() => 'In the background') })
  titler.ended(await endedTurn(api, conversationId))
  await until(async () => expect(await titleOf(api, conversationId)).toBe('In the background'))
})

it('is closed at once: what is asked is given up, nothing is stored or logged, and nothing more is asked', async () => {
  const turns = [await exchange(api, answering), await exchange(api, answering)]
  const before = await Promise.all(turns.map(({ conversationId }) => titleOf(api, conversationId)))
  const reply = Promise.withResolvers<string>()
  const naming = createNamingModel(() => reply.promise)
  const titler = new Titler({ ...api.services, ...naming })
  const [first, second] = await Promise.all(turns.map(({ conversationId }) => endedTurn(api, conversationId)))
  if (first === undefined || second === undefined) throw new Error('There are two turns.')
  titler.ended(first)
  await until(() => expect(naming.asked).toHaveLength(1))

  await titler[Symbol.asyncDispose]()
  expect(naming.asked[0]?.abortSignal?.aborted).toBe(true)
  reply.resolve('Too late')
  titler.ended(second)
  await titler[Symbol.asyncDispose]()
  expect(naming.asked).toHaveLength(1)
  expect(await Promise.all(turns.map(({ conversationId }) => titleOf(api, conversationId)))).toEqual(before)
  expect(naming.warnings).toEqual([])
})
