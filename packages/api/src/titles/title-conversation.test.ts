import { APICallError } from '@ai-sdk/provider'
import { newId } from '@parley/contract'
import { createModels } from '@parley/llm'
import { afterAll, describe, expect, it } from 'vitest'

import { ask, createScriptedModel, createTestApi, endedAnswer, exchange, rowsOf, until } from '../testing/index.ts'
import { createNamingModel, endedTurn, titleOf } from './fixture.ts'
import { titleConversation } from './title-conversation.ts'

const answering = createScriptedModel()
const api = await createTestApi({ models: answering.models })
afterAll(() => api[Symbol.asyncDispose]())

type Naming = Partial<ReturnType<typeof createNamingModel>>

const { signal } = new AbortController()
const QUESTION = 'How do I plan a week with three children?'
const first = (more: { conversationId?: string; userId?: string; reply?: string } = {}) =>
  exchange(api, answering, { content: QUESTION, reply: 'Begin with what is fixed.', ...more })

/** Names the conversation by its newest turn with this model. */
async function nameBy(naming: Naming, conversationId: string, bounds: { timeoutMs?: number } = {}) {
  const turn = await endedTurn(api, conversationId)
  return titleConversation({ ...api.services, ...naming }, turn, { signal, ...bounds })
}

describe('the first exchange of a conversation', () => {
  it('names it by the model that answered, which sees the question and the answer in one request', async () => {
    const { conversationId } = await first()
    expect(await titleOf(api, conversationId)).toBe(QUESTION)
    const naming = createNamingModel(() => '"Planning a Family Week."\n')
    expect(await nameBy(naming, conversationId)).toBe(true)
    expect(await titleOf(api, conversationId)).toBe('Planning a Family Week')
    expect(naming.asked).toHaveLength(1)
    const request = JSON.stringify(naming.asked[0]?.prompt)
    expect(request).toContain(QUESTION)
    expect(request).toContain('Begin with what is fixed.')
  })

  it('tells the open tabs of the user of its new name, on every replica, and of no other', async () => {
    await using replica = await createTestApi({ database: api.database, models: answering.models })
    const { userId, conversationId } = await first()
    const refused = await first({ userId })
    let woken = 0
    using _subscription = replica.services.changes.subscribe(userId, () => void (woken += 1))
    expect(
      await nameBy(
        createNamingModel(() => '…'),
        refused.conversationId,
      ),
    ).toBe(false)
    const before = woken
    expect(
      await nameBy(
        createNamingModel(() => 'News'),
        conversationId,
      ),
    ).toBe(true)
    await until(() => expect(woken).toBeGreaterThan(before))
  })

  it('shows the model a bounded part of it, however long it is', async () => {
    const content = `${'q'.repeat(9_000)}tail`
    const { conversationId } = await exchange(api, answering, { content, reply: `${'a'.repeat(90_000)}tail` })
    const naming = createNamingModel(() => 'Letters')
    expect(await nameBy(naming, conversationId)).toBe(true)
    const request = JSON.stringify(naming.asked[0]?.prompt)
    expect(request.length).toBeLessThan(5_000)
    expect(request).not.toContain('tail')
  })

  it('keeps the name by its text with the demo model, which is not asked', async () => {
    const { conversationId } = await first()
    const demo = createNamingModel(() => 'Demo', { demo: true })
    expect(await nameBy(demo, conversationId)).toBe(false)
    expect(demo.asked).toEqual([])

    await using offline = await createTestApi({
      database: api.database,
      models: createModels({ demo: { wordsPerSecond: Infinity } }),
    })
    const asked = await ask(offline, { content: '# Count to **three**\nplease' })
    await endedAnswer(api.database, asked.answer.messageId)
    const turn = await endedTurn(offline, asked.conversationId)
    expect(await titleConversation(offline.services, turn, { signal })).toBe(false)
    expect(await titleOf(offline, asked.conversationId)).toBe('Count to three')
  })

  it('is the only one that names it', async () => {
    const { userId, conversationId, answer } = await first()
    await first({ userId, conversationId })
    const naming = createNamingModel(() => 'Second')
    expect(await nameBy(naming, conversationId)).toBe(false)
    expect(naming.asked).toEqual([])
    expect(answer.conversationId).toBe(conversationId)
  })

  it('names it by a later try too, and only once', async () => {
    const { caller, conversationId, answer } = await first()
    await api.database.query(`update messages set status = 'failed' where id = $1`, [answer.messageId])
    const tryAgain = async () => {
      const sibling = await caller.chat.regenerate(answer)
      const call = await answering.call(QUESTION)
      call.text('Another answer')
      call.finish()
      await endedAnswer(api.database, sibling.assistantMessage.id)
    }
    await tryAgain()
    const naming = createNamingModel(() => 'Named Late')
    expect(await nameBy(naming, conversationId)).toBe(true)
    await tryAgain()
    expect(await nameBy(naming, conversationId)).toBe(false)
    expect(naming.asked).toHaveLength(1)
  })

  it.each(['failed', 'stopped', 'interrupted', 'streaming'])(
    'does not name it when its answer is %s',
    async (status) => {
      const { conversationId, answer } = await first()
      await api.database.query(`update messages set status = $2::text::message_status where id = $1`, [
        answer.messageId,
        status,
      ])
      const naming = createNamingModel(() => 'Early')
      expect(await nameBy(naming, conversationId)).toBe(false)
      expect(naming.asked).toEqual([])
    },
  )
})

describe('a title that the user gave', () => {
  it('when the conversation was made stays, and no model is asked', async () => {
    const userId = await api.newUser()
    const { id: conversationId } = await api.callerFor(userId).conversations.create({ title: 'Mine' })
    await first({ userId, conversationId })
    const naming = createNamingModel(() => 'Not yours')
    expect(await nameBy(naming, conversationId)).toBe(false)
    expect(naming.asked).toEqual([])
    expect(await titleOf(api, conversationId)).toBe('Mine')
  })

  it('while the model is asked wins', async () => {
    const { caller, conversationId } = await first()
    const naming = createNamingModel(async () => {
      await caller.conversations.update({ id: conversationId, title: 'Mine' })
      return 'Not yours'
    })
    expect(await nameBy(naming, conversationId)).toBe(false)
    expect(await titleOf(api, conversationId)).toBe('Mine')
  })
})

it('a conversation that is trashed or erased while the model is asked stays so', async () => {
  for (const permanently of [false, true]) {
    const { caller, conversationId } = await first()
    const naming = createNamingModel(async () => {
      await caller.conversations.delete({ id: conversationId, permanently })
      return 'Still here?'
    })
    expect(await nameBy(naming, conversationId)).toBe(false)
    const title = permanently ? undefined : QUESTION
    expect(await titleOf(api, conversationId)).toBe(title)
  }
})

it('nothing but the title of this one conversation changes', async () => {
  const [named, other, foreign] = [await first(), await first(), await first({ userId: await api.newUser() })]
  const beside = await first({ userId: named.userId })
  const others = [other, foreign, beside].map(({ conversationId }) => conversationId)
  const read = (ids: string[]) => Promise.all(ids.map((id) => rowsOf(api.database, id)))
  const [before, own] = [await read(others), await rowsOf(api.database, named.conversationId)]
  expect(
    await nameBy(
      createNamingModel(() => 'Named'),
      named.conversationId,
    ),
  ).toBe(true)
  expect(await read(others)).toEqual(before)
  const changed = { ...own.conversation, title: 'Named', changedIn: expect.anything() }
  expect(await rowsOf(api.database, named.conversationId)).toEqual({ ...own, conversation: changed })

  const turn = { ...(await endedTurn(api, other.conversationId)), userId: foreign.userId }
  const naming = createNamingModel(() => 'Foreign')
  expect(await titleConversation({ ...api.services, ...naming }, turn, { signal })).toBe(false)
  expect(naming.asked).toEqual([])
  expect(await read(others)).toEqual(before)
})

describe('a model that gives no title', () => {
  it.each(['', ' \n', '{"title": "JSON"}', '<think>hm', '\0\u202E', '"…"'])(
    'but %j leaves the name by the text',
    async (reply) => {
      const { conversationId } = await first()
      expect(
        await nameBy(
          createNamingModel(() => reply),
          conversationId,
        ),
      ).toBe(false)
      expect(await titleOf(api, conversationId)).toBe(QUESTION)
    },
  )

  const refusal = (statusCode: number) =>
    new APICallError({
      message: `cannot name: ${QUESTION}`,
      url: 'https://provider.example/v1',
      requestBodyValues: { prompt: QUESTION },
      statusCode,
    })

  it('for good is asked once and for now twice; the log tells why without anybody’s words', async () => {
    for (const [status, times] of [
      [401, 1],
      [503, 2],
    ] as const) {
      const { conversationId } = await first()
      const naming = createNamingModel(() => Promise.reject(refusal(status)))
      expect(await nameBy(naming, conversationId)).toBe(false)
      expect(naming.asked).toHaveLength(times)
      expect(await titleOf(api, conversationId)).toBe(QUESTION)
      expect(naming.warnings).toMatchObject([{ conversationId, cause: { status } }])
      expect(JSON.stringify(naming.warnings)).not.toContain('children')
    }
  })

  it('in time is given up, whether it listens or not', async () => {
    const { conversationId } = await first()
    const naming = createNamingModel(() => new Promise(() => {}))
    expect(await nameBy(naming, conversationId, { timeoutMs: 50 })).toBe(false)
    expect(naming.asked[0]?.abortSignal?.aborted).toBe(true)
    expect(await titleOf(api, conversationId)).toBe(QUESTION)
  })

  it('because it is not set up any more leaves the name by the text', async () => {
    const { conversationId } = await first()
    expect(await nameBy({ models: createModels({}) }, conversationId)).toBe(false)
    expect(await titleOf(api, conversationId)).toBe(QUESTION)
  })
})

it('a turn that is not there names nothing', async () => {
  const { userId, conversationId } = await first()
  const turn = { ...(await endedTurn(api, conversationId)), userId, assistantMessage: { id: newId() } }
  const naming = createNamingModel(() => 'Nowhere')
  expect(await titleConversation({ ...api.services, ...naming }, turn, { signal })).toBe(false)
  expect(naming.asked).toEqual([])
})
