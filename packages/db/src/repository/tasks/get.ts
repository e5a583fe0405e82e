import { notFound } from '@parley/contract'

import type { Task } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { taskColumns } from './columns.ts'

const GET = `select ${taskColumns} from tasks t where t.user_id = $1 and t.id = $2`

/** Undefined when it is missing or not this user's. */
export async function findTask({ db, userId }: Scope, id: string): Promise<Task | undefined> {
  const [task] = await db.query<Task>(GET, [userId, id])
  return task
}

/** Throws NOT_FOUND when it is missing or not this user's. */
export async function getTask(scope: Scope, id: string): Promise<Task> {
  const task = await findTask(scope, id)
  if (!task) throw notFound('task')
  return task
}
