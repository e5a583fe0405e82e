import { newId, notFound, type CreateTask } from '@parley/contract'

import { violates } from '../../errors.ts'
import type { Task } from '../../schema/index.ts'
import { isNew } from '../erasures.ts'
import { idConflict } from '../messages/append.ts'
import type { Scope } from '../scope.ts'
import { taskColumns } from './columns.ts'
import { findTask } from './get.ts'

// A source has to be in a conversation that is not in the trash; that the message exists is the foreign key's to say.
const CREATE = `
  insert into tasks as t (user_id, id, title, description, due_on, source_conversation_id, source_message_id)
  select $1::uuid, $2::uuid, $3::text, $4::text, $5::date, $6::uuid, $7::uuid
  where ${isNew('task')} and ($6::uuid is null or exists (
    select 1 from conversations c where c.user_id = $1::uuid and c.id = $6::uuid and c.deleted_at is null
  ))
  on conflict (user_id, id) do nothing
  returning ${taskColumns}`

/**
 * Makes an open task. An id that exists already with the same title, description, due day and source gives back the
 * task that is there, with anything else CONFLICT, also when it was changed since. A source that is missing, in the
 * trash or not this user's is NOT_FOUND, and so is an id that was erased.
 */
export async function createTask(scope: Scope, { id = newId(), ...input }: CreateTask): Promise<Task> {
  const given = {
    title: input.title,
    description: input.description ?? '',
    dueOn: input.dueOn ?? null,
    sourceConversationId: input.source?.conversationId ?? null,
    sourceMessageId: input.source?.messageId ?? null,
  }
  const made = await insert(scope, id, given)
  if (made) return made
  const there = await findTask(scope, id)
  if (!there) throw notFound(input.source ? 'message' : 'task')
  if (!isSame(there, given)) throw idConflict()
  return there
}

type Given = Pick<Task, 'title' | 'description' | 'dueOn' | 'sourceConversationId' | 'sourceMessageId'>

async function insert({ db, userId }: Scope, id: string, given: Given): Promise<Task | undefined> {
  const { title, description, dueOn, sourceConversationId, sourceMessageId } = given
  const args = [userId, id, title, description, dueOn, sourceConversationId, sourceMessageId]
  try {
    const [made] = await db.query<Task>(CREATE, args)
    return made
  } catch (error) {
    throw violates(error, 'tasks_source') ? notFound('message') : error
  }
}

const isSame = (there: Task, given: Given): boolean =>
  there.title === given.title &&
  there.description === given.description &&
  there.dueOn === given.dueOn &&
  there.sourceConversationId === given.sourceConversationId &&
  there.sourceMessageId === given.sourceMessageId
