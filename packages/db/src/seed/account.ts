import { idSchema } from '@parley/contract'

import type { Database } from '../connect.ts'
import type { User } from '../schema/index.ts'

const BY_ID = `select u.id, u.name from users u where u.id = $1`
const NEWEST = `
  select u.id, u.name from users u
  where u.email not like 'sample-%@example.com' order by u.created_at desc, u.id desc limit 1`

/**
 * The account with an id, or the `newest` one that is no sample user; null when there is none.
 *
 * @example
 * ```ts
 * import { connect } from '@parley/db'
 * import { findAccount } from '@parley/db/seed'
 *
 * await using db = connect('postgres://localhost/parley')
 * const account = await findAccount(db, 'newest')
 * account?.name satisfies string | undefined
 * ```
 */
export async function findAccount(db: Database, which: string): Promise<Pick<User, 'id' | 'name'> | null> {
  if (which !== 'newest' && !idSchema.safeParse(which).success) return null
  const rows =
    which === 'newest'
      ? await db.query<Pick<User, 'id' | 'name'>>(NEWEST)
      : await db.query<Pick<User, 'id' | 'name'>>(BY_ID, [which])
  return rows[0] ?? null
}
