import { notFound } from '@parley/contract'

import { remember } from '../erasures.ts'
import type { Scope } from '../scope.ts'

const DELETE = `
  with erased as (delete from tasks t where t.user_id = $1 and t.id = $2 returning t.id), ${remember('task', 'erased')}
  select id from erased`

/** Erases a task. Throws NOT_FOUND when it is missing or not this user's. */
export async function deleteTask({ db, userId }: Scope, id: string): Promise<void> {
  const rows = await db.query(DELETE, [userId, id])
  if (rows.length === 0) throw notFound('task')
}
