import { idSchema, type ListTasks, type Page } from '@parley/contract'
import { z } from 'zod'

import type { Task } from '../../schema/index.ts'
import { cursorTimeSchema, decodeCursor, pageOf } from '../cursor.ts'
import type { Scope } from '../scope.ts'
import { taskColumns } from './columns.ts'

const positionSchema = z.tuple([cursorTimeSchema, idSchema])

const page = (filter: string, after: string) => `
  select ${taskColumns} from tasks t
  where t.user_id = $1 ${filter} ${after}
  order by t.created_at, t.id
  limit $2`

const pages = (filter: string) => ({
  first: page(filter, ''),
  next: page(filter, 'and (t.created_at, t.id) > ($3::timestamptz, $4::uuid)'),
})

// As literals, so that each plan is made for its own filter and reads the index that begins with it.
const filters = { all: pages(''), open: pages('and not t.completed'), done: pages('and t.completed') }

/** In the order in which they were made, oldest first; only the done or only the open ones when `completed` is given. */
export async function listTasks({ db, userId }: Scope, { cursor, limit, completed }: ListTasks): Promise<Page<Task>> {
  const { first, next } = filters[completed === undefined ? 'all' : completed ? 'done' : 'open']
  const rows = cursor
    ? await db.query<Task>(next, [userId, limit + 1, ...decodeCursor(cursor, positionSchema)])
    : await db.query<Task>(first, [userId, limit + 1])
  return pageOf(rows, limit, positionOf)
}

const positionOf = (task: Task) => [task.createdAt.toISOString(), task.id] as const
