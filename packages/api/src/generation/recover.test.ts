import { newId, type GenerationEvent } from '@parley/contract'
import { createGenerationLog, createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  messageRow,
  read,
  Reader,
  rowsOf,
  SCRIPTED,
  storedText,
  until,
  type TestApi,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const age = (processId: string) =>
  database.query(`update processes set heartbeat_at = now() - interval '1 minute' where id = $1`, [processId])
const expire = (processId: string) =>
  database.query(`update processes set expired_at = now() where id = $1 and expired_at is null`, [processId])

const folds = ({ logs }: TestApi) => logs.filter((line) => line.message === 'interrupted answer kept').length

/** What a process leaves behind that was killed in mid-answer. */
async function dieWriting(userId: string, events: GenerationEvent[]) {
  const processId = newId()
  const log = createGenerationLog(database, processId)
  await log.register()
  const runner = { model: SCRIPTED, owner: processId }
  const input = { conversationId: newId(), messageId: newId(), content: 'Are you there?', title: 'There' }
  const turn = await createRepository(database, userId).turns.start({ ...input, ...runner })
  const generationId = turn.generation?.id ?? ''
  await log.commit(events.map((event, index) => ({ userId, generationId, seq: index + 1, event })))
  await age(processId)
  return { conversationId: input.conversationId, messageId: turn.assistantMessage.id, log, generationId }
}

describe('an answer whose process died', () => {
  it('is kept as interrupted by exactly one of the others, and answers of living processes are left alone', async () => {
    const model = createScriptedModel()
    await using living = await createTestApi({ database, models: model.models })
    const other = await ask(living)
    const call = await model.call()
    call.text('still ')

    const userId = await living.newUser()
    const left = await dieWriting(userId, [
      { type: 'reasoning-delta', text: 'Hm. ' },
      { type: 'text-delta', text: 'I was ' },
      { type: 'text-delta', text: 'about to' },
    ])
    const replicas = await Promise.all([1, 2].map(() => createTestApi({ database, models: model.models })))
    await using stack = new AsyncDisposableStack()
    for (const replica of replicas) stack.use(replica)

    expect(await endedAnswer(database, left.messageId)).toMatchObject({
      status: 'interrupted',
      content: 'I was about to',
      parts: [
        { type: 'reasoning', text: 'Hm. ' },
        { type: 'text', text: 'I was about to' },
      ],
      error: null,
    })
    expect(await rowsOf(database, left.conversationId)).toMatchObject({
      generations: [{ status: 'interrupted' }],
      events: [],
    })
    await until(() => expect([living, ...replicas].reduce((sum, api) => sum + folds(api), 0)).toBe(1))

    call.text('here')
    call.finish()
    expect(await endedAnswer(database, other.answer.messageId)).toMatchObject({
      status: 'complete',
      content: 'still here',
    })
  })

  it('is shown to who follows it as it stays, and takes nothing more from the dead', async () => {
    await using api = await createTestApi({ database, models: createScriptedModel().models })
    const userId = await api.newUser()
    const left = await dieWriting(userId, [{ type: 'text-delta', text: 'Last words' }])
    await using _replica = await createTestApi({ database, models: createScriptedModel().models })
    const reader = await read(api, userId, left)
    expect(reader.message).toMatchObject({ status: 'interrupted', content: 'Last words' })

    const late = { userId, generationId: left.generationId }
    const accepted = await left.log.commit([{ ...late, seq: 2, event: { type: 'text-delta', text: ', from beyond' } }])
    const body = { content: 'Overwritten', parts: null }
    const ended = await left.log.finish({ ...late, status: 'complete', body, usage: null, error: null })
    expect([accepted.size, ended]).toEqual([0, false])
    expect(await messageRow(database, left.messageId)).toMatchObject({ status: 'interrupted', content: 'Last words' })
  })
})

it('an answer that this process owns but does not run is folded, one that it runs for long is not', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId, answer } = await ask(api)
  const call = await model.call()
  // The commit came through but its answer did not, so nobody runs this one.
  const owner = api.engine.processId
  const input = { conversationId: newId(), messageId: newId(), content: 'Started?', title: 'Started', owner }
  const left = await createRepository(database, userId).turns.start({ ...input, model: SCRIPTED })
  await database.query(`update generations set created_at = now() - interval '1 hour' where owner = $1`, [owner])

  expect(await endedAnswer(database, left.assistantMessage.id)).toMatchObject({ status: 'interrupted', content: '' })
  expect(await messageRow(database, answer.messageId)).toMatchObject({ status: 'streaming' })
  call.text('whole')
  call.finish()
  expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'complete', content: 'whole' })
  expect(await caller.messages.count({ conversationId })).toBe(2)
})

describe('a process that lost its lease', () => {
  it('writes nothing more, its answers end as interrupted, and it goes on under a new id', async () => {
    const model = createScriptedModel({ deaf: true })
    await using api = await createTestApi({ database, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const { userId, answer, conversationId } = await ask(api)
    const call = await model.call()
    call.text('before')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('before'))
    const reader = new Reader()
    const reading = read(replica, userId, answer, { reader })

    const lost = api.engine.processId
    await expire(lost)
    call.text(' and after')
    call.finish()
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: 'before' })
    await reading
    expect(reader.message).toMatchObject({ status: 'interrupted', content: 'before' })

    await until(() => expect(api.engine.processId).not.toBe(lost))
    const next = await exchange(api, model, { userId, conversationId, reply: 'as ever' })
    expect(await messageRow(database, next.answer.messageId)).toMatchObject({ status: 'complete', content: 'as ever' })
    expect((await rowsOf(database, conversationId)).generations.map((row) => row.owner)).toContain(api.engine.processId)
  })

  it('recovers alone too, and does not even finish what only lacked its end', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const [silent, ending] = [await ask(api), await ask(api)]
    const calls = [await model.call(silent.content), await model.call(ending.content)] as const
    for (const call of calls) call.text('alone')
    for (const { answer } of [silent, ending]) {
      await until(async () => expect(await storedText(database, answer.messageId)).toBe('alone'))
    }
    await expire(api.engine.processId)
    calls[1].finish()
    for (const { answer } of [silent, ending]) {
      expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: 'alone' })
    }
    expect(calls[0].aborted).toBe(true)
    await until(() => expect(api.engine.running).toBe(0))
  })
})
