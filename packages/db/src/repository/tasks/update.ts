import { notFound, type UpdateTask } from '@parley/contract'

import type { Task } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { taskColumns } from './columns.ts'

const UPDATE = `
  update tasks t set
    title = coalesce($3, t.title),
    description = coalesce($4, t.description),
    completed = coalesce($5::boolean, t.completed),
    due_on = case when $6::boolean then $7::date else t.due_on end,
    updated_at = now()
  where t.user_id = $1 and t.id = $2
  returning ${taskColumns}`

/** Changes only what is given, and `updatedAt`. Throws NOT_FOUND when it is missing or not this user's. */
export async function updateTask({ db, userId }: Scope, input: UpdateTask): Promise<Task> {
  const [task] = await db.query<Task>(UPDATE, [
    userId,
    input.id,
    input.title ?? null,
    input.description ?? null,
    input.completed ?? null,
    input.dueOn !== undefined,
    input.dueOn ?? null,
  ])
  if (!task) throw notFound('task')
  return task
}
