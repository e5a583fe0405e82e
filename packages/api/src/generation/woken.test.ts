import { APICallError } from '@ai-sdk/provider'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, expect, it } from 'vitest'

import { ask, createScriptedModel, createTestApi, endedAnswer, until } from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

it('a process that wakes in the pause between two requests, its lease lost meanwhile, does not make the second', async () => {
  const model = createScriptedModel()
  await using owner = await createTestApi({ database, models: model.models })
  const lost = owner.engine.processId
  model.refuseNext(
    new APICallError({
      message: 'later',
      url: 'https://provider.example/v1',
      requestBodyValues: {},
      statusCode: 503,
    }),
  )
  const { answer } = await ask(owner)
  await until(() => expect(model.tries).toBe(1))
  // Postgres expires the lease while nothing runs in this thread, as if the process had been paused.
  const expiring = database.query(
    `with slept as materialized (select pg_sleep(1))
     update processes set expired_at = now() from slept where id = $1 and expired_at is null`,
    [lost],
  )
  const sleeping = `select 1 from pg_stat_activity where query like 'with slept%' and wait_event = 'PgSleep'
    and datname = current_database()`
  await until(async () => expect(await database.query(sleeping)).toHaveLength(1))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000)
  await expiring
  await until(() => expect(owner.engine.processId).not.toBe(lost))
  await until(() => expect(owner.engine.running).toBe(0))
  expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted' })
  expect(model.tries).toBe(1)
})
