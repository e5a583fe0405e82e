import { createTestDatabase } from '@parley/db/testing'
import { createModels } from '@parley/llm'
import { afterAll, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  read,
  rowsOf,
  storedText,
  until,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const textOf = (content: string) => [{ type: 'text', text: content }]

describe('an answer that is continued', () => {
  it('goes on in the same message from the exact place, to the text of one that was never cut', async () => {
    const models = createModels({ demo: { wordsPerSecond: 500 } })
    await using api = await createTestApi({ database, models })
    const { userId, caller, conversationId, answer } = await ask(api, { content: 'Show me some code' })
    await read(api, userId, answer, { enough: ({ text }) => text.length > 60 })
    const stopped = await caller.chat.stop(answer)
    expect(stopped.status).toBe('stopped')

    await caller.chat.continue(answer)
    const whole = await read(api, userId, answer)
    expect(whole.events[0]?.text.startsWith(stopped.content)).toBe(true)
    const uncut = await caller.chat.regenerate(answer)
    const other = await read(api, userId, { conversationId, messageId: uncut.assistantMessage.id })
    expect(whole.message).toMatchObject({ id: answer.messageId, status: 'complete', content: other.text })
    expect(stopped.content.length).toBeLessThan(other.text.length)
    expect((await rowsOf(database, conversationId)).messages).toHaveLength(3)
  })

  it('shows the model what it has said so far, and keeps reasoning before the text', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, caller, conversationId, answer } = await ask(api, { content: 'Count to four' })
    const call = await model.call()
    call.reasoning('They want numbers.')
    call.text('one, two, ')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('one, two, '))
    call.fail(new Error('the line broke'))
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'failed', content: 'one, two, ' })

    const reopened = await caller.chat.continue(answer)
    expect(reopened.assistantMessage).toMatchObject({ status: 'streaming', content: 'one, two, ', error: null })
    const next = await model.call()
    expect(next.prompt).toEqual([
      { role: 'user', content: textOf('Count to four') },
      { role: 'assistant', content: textOf('one, two, ') },
    ])
    next.text('three, four')
    next.finish()
    const { message } = await read(api, userId, answer)
    expect(message).toMatchObject({
      status: 'complete',
      content: 'one, two, three, four',
      parts: [
        { type: 'reasoning', text: 'They want numbers.' },
        { type: 'text', text: 'one, two, three, four' },
      ],
    })
    expect((await rowsOf(database, conversationId)).generations.map((row) => row.status)).toEqual([
      'failed',
      'complete',
    ])
  })

  it('shows the model its own branch only, which becomes the active one', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, caller, conversationId, answer } = await ask(api, { content: 'First' })
    const call = await model.call()
    call.text('begun')
    call.cut()
    await endedAnswer(database, answer.messageId)
    await exchange(api, model, { userId, conversationId, parentId: null, content: 'Second', reply: 'other' })
    await caller.chat.continue(answer)
    expect((await model.call('First')).prompt).toEqual([
      { role: 'user', content: textOf('First') },
      { role: 'assistant', content: textOf('begun') },
    ])
    expect((await rowsOf(database, conversationId)).conversation).toMatchObject({
      headId: answer.messageId,
      preview: 'begun',
    })
  })

  it('is the end of its branch: one that was followed is refused in words, and nothing is asked', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, caller, conversationId, answer } = await ask(api, { content: 'First' })
    const call = await model.call()
    call.text('begun')
    call.cut()
    await endedAnswer(database, answer.messageId)
    await exchange(api, model, { userId, conversationId, content: 'Second', reply: 'later' })
    const before = await rowsOf(database, conversationId)
    await expect(caller.chat.continue(answer)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'The conversation went on after this answer. Write a new version instead.',
      cause: { reason: 'BAD_REQUEST', field: 'messageId' },
    })
    expect(await rowsOf(database, conversationId)).toEqual(before)
    expect(model.tries).toBe(2)
  })

  it('must have ended, and not be complete, and be an answer', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const complete = await exchange(api, model)
    const { userId, caller, conversationId, questionId } = complete
    const refused = { code: 'BAD_REQUEST', cause: { reason: 'BAD_REQUEST', field: 'messageId' } }
    await expect(caller.chat.continue(complete.answer)).rejects.toMatchObject(refused)
    await expect(caller.chat.continue({ conversationId, messageId: questionId })).rejects.toMatchObject(refused)
    const { answer, content } = await ask(api, { userId, conversationId })
    await expect(caller.chat.continue(answer)).rejects.toMatchObject({ cause: { reason: 'GENERATION_RUNNING' } })
    await model.call(content)
    expect(model.tries).toBe(2)
  })
})
