import { newId, type ContextReceipt } from '@parley/contract'
import { createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  rowsOf,
  SCRIPTED,
  type ScriptedCall,
  type TestApi,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

/** What a model was sent, a line a message. */
const sentTo = (call: ScriptedCall) =>
  call.prompt.map(({ role, content }) => {
    const text = typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '?'))
    return [role, ...[text].flat()]
  })

/** A conversation of exchanges q1 a1 q2 a2 …, stored without a model. */
async function history(
  api: TestApi,
  exchanges: number,
  settings: { contextLimit?: number; systemPrompt?: string } = {},
) {
  const userId = await api.newUser()
  const caller = api.callerFor(userId)
  const { id: conversationId } = await caller.conversations.create(settings)
  const ids: string[] = []
  for (let index = 1; index <= exchanges; index++) {
    for (const role of ['user', 'assistant'] as const) {
      const { id } = await caller.messages.append({ conversationId, role, content: `${role[0]}${index}` })
      ids.push(id)
    }
  }
  return { userId, caller, conversationId, ids }
}

async function receiptOf(userId: string, answer: { conversationId: string; messageId: string }) {
  const [generation] = await createRepository(database, userId).generations.list(answer)
  return generation?.receipt
}

it('the model is sent exactly the last messages of the branch, system prompt first, and the receipt says so', async () => {
  const model = createScriptedModel({ contextWindow: 8_000 })
  await using api = await createTestApi({ database, models: model.models })
  const { userId, conversationId, ids } = await history(api, 5, { contextLimit: 4, systemPrompt: 'Be brief.' })
  const { answer, questionId } = await ask(api, { userId, conversationId, content: 'u6' })
  const call = await model.call()
  expect(sentTo(call)).toEqual([
    ['system', 'Be brief.'],
    ['assistant', 'a4'],
    ['user', 'u5'],
    ['assistant', 'a5'],
    ['user', 'u6'],
  ])
  const receipt = {
    model: SCRIPTED,
    messageIds: [...ids.slice(-3), questionId],
    dropped: { limit: 7, tokens: 0 },
    contextLimit: 4,
    tokens: expect.any(Number),
    contextWindow: 8_000,
    systemPrompt: true,
  }
  expect(await receiptOf(userId, answer)).toEqual(receipt)
  call.finish()
  await endedAnswer(database, answer.messageId)
  expect(await receiptOf(userId, answer)).toEqual(receipt)
})

it('the receipt is stored before the model is asked', async () => {
  const model = createScriptedModel()
  const seen: (ContextReceipt | null | undefined)[] = []
  const conversationId = newId()
  const { models } = model
  await using api = await createTestApi({
    database,
    models: {
      ...models,
      get: async (id) => {
        const { info, languageModel } = await models.get(id)
        return {
          info,
          languageModel: {
            ...languageModel,
            async doStream(options) {
              seen.push((await rowsOf(database, conversationId)).generations[0]?.receipt)
              return languageModel.doStream(options)
            },
          },
        }
      },
    },
  })
  const { questionId } = await ask(api, { conversationId })
  await model.call()
  expect(seen).toMatchObject([{ messageIds: [questionId] }])
})

it('other branches are not sent', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const first = await exchange(api, model, { content: 'u1', reply: 'a1' })
  const { userId, conversationId } = first
  await exchange(api, model, { userId, conversationId, content: 'u2', reply: 'a2' })
  await ask(api, { userId, conversationId, content: 'u2, otherwise', parentId: first.answer.messageId })
  const call = await model.call('otherwise')
  expect(sentTo(call)).toEqual([
    ['user', 'u1'],
    ['assistant', 'a1'],
    ['user', 'u2, otherwise'],
  ])
})

it('nothing counts as dropped when all of the branch was sent, however many other versions there are', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId, answer, questionId, content } = await exchange(api, model)
  for (let version = 2; version <= 3; version++) {
    const { assistantMessage } = await caller.chat.regenerate(answer)
    const call = await model.call(content)
    call.text('another version')
    call.finish()
    await endedAnswer(database, assistantMessage.id)
    const receipt = await receiptOf(userId, { conversationId, messageId: assistantMessage.id })
    expect(receipt).toMatchObject({ messageIds: [questionId], dropped: { limit: 0, tokens: 0 } })
  }
})

it('what did not fit the tokens of the model is dropped, oldest first, and counted in the receipt', async () => {
  const model = createScriptedModel({ contextWindow: 80 })
  await using api = await createTestApi({ database, models: model.models })
  const { userId, conversationId, ids } = await history(api, 10)
  const { answer, questionId } = await ask(api, { userId, conversationId, content: 'u11' })
  const call = await model.call()
  const receipt = await receiptOf(userId, answer)
  const sent = receipt?.messageIds ?? []
  expect(sentTo(call)).toHaveLength(sent.length)
  expect(sent.length).toBeGreaterThan(2)
  expect(sent).toEqual([...ids, questionId].slice(-sent.length))
  expect(receipt?.tokens).toBeLessThanOrEqual(80)
  expect(sent.length + (receipt?.dropped.tokens ?? 0) + (receipt?.dropped.limit ?? 0)).toBe(21)
})

it('a change of the context limit or of the system prompt holds from the next answer on', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId } = await history(api, 3)
  await caller.conversations.update({ id: conversationId, contextLimit: 1, systemPrompt: 'Now shout.' })
  await ask(api, { userId, conversationId, content: 'u4' })
  expect(sentTo(await model.call())).toEqual([
    ['system', 'Now shout.'],
    ['user', 'u4'],
  ])
})

it('partial answers of before are part of the context, empty ones are not', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId, answer } = await ask(api, { content: 'u1' })
  const call = await model.call()
  call.text('a1, par')
  call.cut()
  await endedAnswer(database, answer.messageId)
  const empty = await ask(api, { userId, conversationId, content: 'u2' })
  await caller.chat.stop(empty.answer)
  await ask(api, { userId, conversationId, content: 'u3' })
  expect(sentTo(await model.call('u3'))).toEqual([
    ['user', 'u1'],
    ['assistant', 'a1, par'],
    ['user', 'u2\n\nu3'],
  ])
})
