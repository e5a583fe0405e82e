import { Writable } from 'node:stream'

import { createUser, createTestDatabase } from '@parley/db/testing'
import { expect, it } from 'vitest'

import { createLogger } from './logger.ts'

it('tells what failed in the database, and not the rows and values that the error quotes', async () => {
  await using db = await createTestDatabase()
  const { id } = await createUser(db)
  const plain = db.query(`insert into users (id, name, email) values ($1, 'canary-name', 'canary@example.com')`, [id])
  const drizzled = db.drizzle.query.users.findFirst({ where: (_, { sql }) => sql`${'canary-value'}::uuid is null` })
  let written = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  const logger = createLogger('info', stream)
  for (const failing of [plain, drizzled]) {
    const err: unknown = await failing.catch((error: unknown) => error)
    logger.error({ err }, 'failed')
  }
  expect(written).toContain('users_pkey')
  expect(written).toContain('Failed query')
  expect(written.split('\n').filter((line) => /canary-name|canary@|params:/.test(line))).toEqual([])
})
