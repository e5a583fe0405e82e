import { randomBytes } from 'node:crypto'

import { newId } from '@parley/contract'
import { inject } from 'vitest'

import { connect, type ConnectOptions, type Database } from '../connect.ts'
import { users, type User } from '../schema/index.ts'
import type { ConnectionSettings } from '../settings.ts'
import { administer } from './administer.ts'
import { withDatabase } from './server.ts'

export interface TestDatabase extends Database {
  /** For a second connection, as another replica has. */
  readonly settings: ConnectionSettings
}

/**
 * A fresh, migrated database; dropped when it is disposed. Needs `testing/global-setup` in the vitest configuration.
 *
 * @example
 * ```ts
 * import { createRepository } from '@parley/db'
 * import { createTestDatabase, createUser } from '@parley/db/testing'
 *
 * await using db = await createTestDatabase()
 * const repo = createRepository(db, (await createUser(db)).id)
 * await repo.conversations.main()
 * ```
 */
export async function createTestDatabase(options: ConnectOptions = {}): Promise<TestDatabase> {
  const server = inject('parleyTestServer')
  const name = `${server.template}_${randomBytes(6).toString('hex')}`
  await administer(server.settings, (sql) => sql`create database ${sql(name)} template ${sql(server.template)}`)
  const settings = withDatabase(server.settings, name)
  const db = connect(settings, options)
  const close = async () => {
    await db.close()
    await administer(server.settings, (sql) => sql`drop database if exists ${sql(name)} with (force)`)
  }
  return { ...db, settings, close, [Symbol.asyncDispose]: close }
}

/**
 * A user of their own for a test.
 *
 * @example
 * ```ts
 * import { createTestDatabase, createUser } from '@parley/db/testing'
 *
 * await using db = await createTestDatabase()
 * const [mine, theirs] = await Promise.all([createUser(db), createUser(db)])
 * mine.id satisfies string
 * ```
 */
export async function createUser(db: Database): Promise<User> {
  const id = newId()
  const [user] = await db.drizzle
    .insert(users)
    .values({ id, name: 'Test user', email: `${id}@example.com` })
    .returning()
  if (!user) throw new Error('The user was not stored.')
  return user
}
