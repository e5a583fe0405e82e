import { ParleyError } from '@parley/contract'
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
  storedText,
  until,
} from '../testing/index.ts'
import { startDatabaseProxy } from './database-proxy.fixture.ts'
import { startProcess } from './generation.fixture.ts'
import { say, startProvider, streams, type Reply } from './provider.fixture.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const away = () => Promise.reject(new ParleyError('UNAVAILABLE', 'Away.'))
const stored = (messageId: string, text: string) =>
  until(async () => expect(await storedText(database, messageId)).toBe(text))

describe('an outage of the database that passes', () => {
  it('is caught up with: nothing is lost, and nothing is shown before it is stored', async () => {
    const model = createScriptedModel()
    await using proxy = await startDatabaseProxy(database.settings)
    await using api = await createTestApi({ database: { ...database, settings: proxy.settings }, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const [here, there] = [new Reader(), new Reader()]
    const followed = [api, replica].map((at, index) => read(at, userId, answer, { reader: index === 0 ? here : there }))
    const call = await model.call()
    let said = ''
    for (let round = 0; round < 3; round += 1) {
      call.text(`before ${round}, `)
      said += `before ${round}, `
      await until(() => expect([here.text, there.text]).toEqual([said, said]))
      proxy.cut()
      const shown = said
      for (const word of ['in ', 'the ', 'dark, ']) call.text(word)
      said += 'in the dark, '
      // The replica looks at the log while this process cannot reach it.
      await until(async () => {
        await expect(api.db.query('select 1')).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
        expect([here.text, there.text, await storedText(database, answer.messageId)]).toEqual([shown, shown, shown])
      })
      await proxy.restore()
      await stored(answer.messageId, said)
    }
    call.finish()
    for (const reading of followed) expect((await reading).message).toMatchObject({ status: 'complete', content: said })
  })

  it('but lasted longer than the lease leaves the answer as the other replica folded it, and closes the call', async () => {
    const model = createScriptedModel()
    await using proxy = await startDatabaseProxy(database.settings)
    await using api = await createTestApi({ database: { ...database, settings: proxy.settings }, models: model.models })
    await using _replica = await createTestApi({ database, models: model.models })
    const { userId, conversationId, answer } = await ask(api)
    const call = await model.call()
    call.text('before')
    await stored(answer.messageId, 'before')
    const lost = api.engine.processId
    proxy.cut()
    await database.query(`update processes set heartbeat_at = now() - interval '1 minute' where id = $1`, [lost])
    call.text(' and after')
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: 'before' })
    expect(call.aborted).toBe(false)
    await proxy.restore()
    await until(() => expect([call.aborted, api.engine.running]).toEqual([true, 0]))
    expect(await messageRow(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: 'before' })
    await until(() => expect(api.engine.processId).not.toBe(lost))
    const next = await exchange(api, model, { userId, conversationId, reply: 'as ever' })
    expect(await messageRow(database, next.answer.messageId)).toMatchObject({ status: 'complete', content: 'as ever' })
  })
})

describe('an outage of the database that lasts', () => {
  it('ends the answer as interrupted with what is stored, no fault of the provider, whose call is closed', async () => {
    const model = createScriptedModel()
    await using proxy = await startDatabaseProxy(database.settings)
    await using process = await startProcess(database, { models: model.models, settings: proxy.settings })
    const { job, messageId } = await process.ask()
    const call = await model.call()
    call.text('stored')
    await stored(messageId, 'stored')
    proxy.cut()
    call.text(', not stored')
    await until(() => expect(call.aborted).toBe(true))
    await proxy.restore()
    await job.done
    expect(await messageRow(database, messageId)).toMatchObject({
      status: 'interrupted',
      content: 'stored',
      error: null,
    })
  })

  it('keeps what was stored although nobody here was told so', async () => {
    const model = createScriptedModel()
    let told = true
    await using process = await startProcess(database, {
      models: model.models,
      settings: database.settings,
      faulty: (log) => ({
        commit: async (batch) => {
          const accepted = await log.commit(batch)
          return told ? accepted : away()
        },
      }),
    })
    const { job, messageId } = await process.ask()
    const call = await model.call()
    call.text('told')
    await stored(messageId, 'told')
    told = false
    call.text(', untold')
    await job.done
    expect(call.aborted).toBe(true)
    expect(await messageRow(database, messageId)).toMatchObject({ status: 'interrupted', content: 'told, untold' })
  })

  it('and begins before the model is asked ends the answer as interrupted, and no model is asked', async () => {
    const model = createScriptedModel()
    let refusals = 0
    await using process = await startProcess(database, {
      models: model.models,
      settings: database.settings,
      faulty: () => ({
        saveReceipt: () => {
          refusals += 1
          return away()
        },
      }),
    })
    const { job, messageId } = await process.ask()
    await job.done
    expect(await messageRow(database, messageId)).toMatchObject({ status: 'interrupted', content: '', error: null })
    expect(refusals).toBeGreaterThan(2)
    expect(model.tries).toBe(0)
  })

  it('to the end leaves the answer to be claimed, and nothing runs or throws any more', async () => {
    const model = createScriptedModel()
    await using proxy = await startDatabaseProxy(database.settings)
    await using process = await startProcess(database, {
      models: model.models,
      settings: proxy.settings,
      outageMs: 100,
    })
    const { job, messageId, generationId } = await process.ask()
    const call = await model.call()
    call.text('stored')
    await stored(messageId, 'stored')
    proxy.cut()
    call.text(', not stored')
    await job.done
    expect(call.aborted).toBe(true)
    await proxy.restore()
    await until(() => process.log.heartbeat([]))
    const { claimed } = await process.log.claimDead({ leaseSeconds: 0, running: [] })
    expect(claimed).toMatchObject([
      { generation: { id: generationId }, events: [{ seq: 1, event: { text: 'stored' } }], message: { content: '' } },
    ])
  })

  it('does not hold up a process that is to stop', async () => {
    const model = createScriptedModel()
    await using proxy = await startDatabaseProxy(database.settings)
    const options = { models: model.models, settings: proxy.settings, outageMs: 30_000 }
    await using process = await startProcess(database, options)
    const { job, messageId } = await process.ask()
    const call = await model.call()
    call.text('stored')
    await stored(messageId, 'stored')
    proxy.cut()
    call.text(', not stored')
    const started = performance.now()
    job.end('shutdown')
    await job.done
    expect(performance.now() - started).toBeLessThan(12_000)
    expect(await storedText(database, messageId)).toBe('stored')
    await proxy.restore()
  })

  it('makes the model wait: it is read no further than there is room for', async () => {
    let sent = 0
    const endless: Reply = (response) => {
      streams()(response)
      const piece = say.text('x'.repeat(16 * 1024))
      const more = () => {
        do sent += piece.length
        while (!response.destroyed && response.write(piece) && sent < 256 * 1024 * 1024)
      }
      response.on('drain', more)
      more()
    }
    await using provider = await startProvider(endless)
    await using proxy = await startDatabaseProxy(database.settings)
    const options = { models: provider.models, model: 'openai:local', settings: proxy.settings }
    let cut = false
    await using process = await startProcess(database, {
      ...options,
      faulty: (log) => ({
        commit: (batch) => {
          if (!cut) proxy.cut()
          cut = true
          return log.commit(batch)
        },
      }),
    })
    const { job, messageId } = await process.ask()
    await until(() => expect(provider.times).toHaveLength(1))
    await provider.left()
    await proxy.restore()
    await job.done
    // Read to its limit, the answer would have failed as one that is too long.
    expect(await messageRow(database, messageId)).toMatchObject({ status: 'interrupted', content: '', error: null })
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })
})
