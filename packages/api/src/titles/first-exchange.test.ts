import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import type { Models } from '@parley/llm'
import { afterAll, expect, it } from 'vitest'

import { createScriptedModel, createTestApi, exchange, read, until } from '../testing/index.ts'
import { createNamingModel, titleOf } from './fixture.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

/** A model whose answers are scripted and whose titles are these. */
function modelsOf(
  answering: ReturnType<typeof createScriptedModel>,
  naming: ReturnType<typeof createNamingModel>,
): Models {
  return {
    ...answering.models,
    async get(id) {
      const [{ info, languageModel }, titles] = await Promise.all([answering.models.get(id), naming.models.get(id)])
      return {
        info,
        languageModel: { ...languageModel, doGenerate: (options) => titles.languageModel.doGenerate(options) },
      }
    },
  }
}

it('the first answer names its conversation, once, and does not wait for the name', async () => {
  const answering = createScriptedModel()
  const title = Promise.withResolvers<string>()
  const naming = createNamingModel(() => title.promise)
  await using api = await createTestApi({ database, models: modelsOf(answering, naming) })
  const { userId, caller, conversationId, answer } = await exchange(api, answering, { content: 'Plan it' })
  expect((await read(api, userId, answer)).message).toMatchObject({ status: 'complete' })
  await until(() => expect([naming.asked.length, api.engine.running]).toEqual([1, 0]))
  expect(await titleOf(api, conversationId)).toBe('Plan it')
  title.resolve('A Plan')
  await until(async () => expect(await titleOf(api, conversationId)).toBe('A Plan'))
  expect((await caller.conversations.get({ id: conversationId })).title).toBe('A Plan')

  await exchange(api, answering, { userId, conversationId, content: 'And then' })
  await until(() => expect(api.engine.running).toBe(0))
  expect(naming.asked).toHaveLength(1)
  expect(answering.tries).toBe(2)
})

it('an answer that is cut off names nothing; continued to its end it does', async () => {
  const answering = createScriptedModel()
  const naming = createNamingModel(() => 'Continued')
  await using api = await createTestApi({ database, models: modelsOf(answering, naming) })
  const userId = await api.newUser()
  const caller = api.callerFor(userId)
  const conversationId = newId()
  const sent = await caller.chat.send({ conversationId, messageId: newId(), content: 'Plan it' })
  const answer = { conversationId, messageId: sent.assistantMessage.id }
  const call = await answering.call()
  call.text('half')
  await read(api, userId, answer, { enough: ({ text }) => text === 'half' })
  await caller.chat.stop(answer)
  await until(() => expect(api.engine.running).toBe(0))
  expect(naming.asked).toHaveLength(0)

  await caller.chat.continue(answer)
  const next = await answering.call()
  next.text(' and whole')
  next.finish()
  await until(async () => expect(await titleOf(api, conversationId)).toBe('Continued'))
})

it('a server that shuts down waits for no title', async () => {
  const answering = createScriptedModel()
  const naming = createNamingModel(() => new Promise(() => {}))
  await using api = await createTestApi({ database, models: modelsOf(answering, naming) })
  const { conversationId } = await exchange(api, answering, { content: 'Plan it' })
  await until(() => expect(naming.asked).toHaveLength(1))
  const started = performance.now()
  await api.engine.close({ graceMs: 60_000 })
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(naming.asked[0]?.abortSignal?.aborted).toBe(true)
  expect(await titleOf(api, conversationId)).toBe('Plan it')
})
