import { ParleyError } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  messageRow,
  storedText,
  until,
} from '../testing/index.ts'
import { startProcess } from './generation.fixture.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const stored = (messageId: string, text: string) =>
  until(async () => expect(await storedText(database, messageId)).toBe(text))

describe('a generation whose conversation is gone without a word', () => {
  it('gives up its call soon, although its model is silent', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const [erased, kept] = [await ask(api), await ask(api)]
    const [lost, other] = [await model.call(erased.content), await model.call(kept.content)]
    lost.text('words')
    await stored(erased.answer.messageId, 'words')
    await database.query('delete from generations where message_id = $1', [erased.answer.messageId])
    await until(() => expect(lost.aborted).toBe(true))
    await until(() => expect(api.engine.running).toBe(1))
    expect(other.aborted).toBe(false)
    other.text('still here')
    other.finish()
    expect(await endedAnswer(database, kept.answer.messageId)).toMatchObject({
      status: 'complete',
      content: 'still here',
    })
  })

  it('asks no model when it was lost before', async () => {
    const model = createScriptedModel()
    await using process = await startProcess(database, {
      models: model.models,
      settings: database.settings,
      faulty: (log) => ({
        saveReceipt: async (input) => {
          await database.query('delete from generations where id = $1', [input.generationId])
          return log.saveReceipt(input)
        },
      }),
    })
    const { job } = await process.ask()
    await job.done
    expect(model.tries).toBe(0)
  })
})

describe('what the database refuses', () => {
  const refused = () => Promise.reject(new ParleyError('BAD_REQUEST', 'The input cannot be stored.'))

  it('in one answer fails that one alone, with what was stored of it', async () => {
    const model = createScriptedModel()
    await using process = await startProcess(database, {
      models: model.models,
      settings: database.settings,
      faulty: (log) => ({
        commit: (batch) => (JSON.stringify(batch).includes('guilty') ? refused() : log.commit(batch)),
      }),
    })
    const [bad, good] = [await process.ask(), await process.ask()]
    const calls = [await model.call(bad.content), await model.call(good.content)] as const
    calls[0].text('fine, ')
    await stored(bad.messageId, 'fine, ')
    // Said in one moment, so that one batch has both.
    calls[0].text('guilty')
    calls[1].text('innocent')
    calls[1].finish()
    await Promise.all([bad.job.done, good.job.done])
    expect(calls[0].aborted).toBe(true)
    expect(await messageRow(database, bad.messageId)).toMatchObject({
      status: 'failed',
      content: 'fine, ',
      error: { message: 'The answer could not be stored.', retryable: true },
    })
    expect(await messageRow(database, good.messageId)).toMatchObject({ status: 'complete', content: 'innocent' })
  })

  it('at the end of an answer fails it with all its text', async () => {
    const model = createScriptedModel()
    await using process = await startProcess(database, {
      models: model.models,
      settings: database.settings,
      faulty: (log) => ({ finish: (input) => (input.usage === null ? log.finish(input) : refused()) }),
    })
    const { job, messageId } = await process.ask()
    const call = await model.call()
    call.text('all of it')
    call.finish()
    await job.done
    expect(await messageRow(database, messageId)).toMatchObject({
      status: 'failed',
      content: 'all of it',
      error: { message: 'The answer could not be stored.' },
    })
  })
})
