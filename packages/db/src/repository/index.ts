import type {
  AppendMessage,
  ContextMessages,
  CreateConversation,
  CreateTask,
  DeleteConversation,
  ListConversations,
  ListMessages,
  ListTasks,
  MessageRef,
  SwitchHead,
  UpdateConversation,
  UpdateTask,
} from '@parley/contract'

import type { Database } from '../connect.ts'
import { operations } from '../observe/operation.ts'
import { readChanges } from './changes/read.ts'
import { createConversation } from './conversations/create.ts'
import { deleteConversation, restoreConversation } from './conversations/delete.ts'
import { conversationModel, getConversation } from './conversations/get.ts'
import { listConversations } from './conversations/list.ts'
import { mainConversation } from './conversations/main.ts'
import { nameConversation } from './conversations/name.ts'
import { switchHead } from './conversations/switch-head.ts'
import { updateConversation } from './conversations/update.ts'
import { listGenerations } from './generations/list.ts'
import { generationState } from './generations/state.ts'
import { appendMessage } from './messages/append.ts'
import { branchLength, readBranch } from './messages/branch.ts'
import { allMessages, contextMessages } from './messages/context.ts'
import { getMessage } from './messages/get.ts'
import { listMessages } from './messages/list.ts'
import { listSiblings } from './messages/siblings.ts'
import { createTask } from './tasks/create.ts'
import { deleteTask } from './tasks/delete.ts'
import { getTask } from './tasks/get.ts'
import { listTasks } from './tasks/list.ts'
import { updateTask } from './tasks/update.ts'
import { continueTurn } from './turns/continue.ts'
import { editTurn, type EditTurn } from './turns/edit.ts'
import { regenerateTurn, type RegenerateTurn } from './turns/regenerate.ts'
import { startTurn, type Start } from './turns/start.ts'
import { requestStop } from './turns/stop.ts'
import type { Runner } from './turns/turn.ts'

/**
 * The only way to a user's rows. An id of another user, one that does not exist and one in the trash are the same
 * NOT_FOUND. Every method may throw UNAVAILABLE.
 *
 * @example
 * ```ts
 * import { newId } from '@parley/contract'
 * import { connect, createRepository } from '@parley/db'
 *
 * await using db = connect('postgres://localhost/parley')
 * const repo = createRepository(db, newId())
 *
 * const { id: conversationId } = await repo.conversations.create({ title: 'Planning' })
 * const message = { id: newId(), role: 'user', content: 'Where do we start?' } as const
 * await repo.messages.append({ conversationId, ...message })
 * await repo.messages.append({ conversationId, ...message }) // the same one: its id is there already
 *
 * const context = await repo.messages.context({ conversationId, limit: 20 })
 * const page = await repo.messages.list({ conversationId, limit: 50 })
 * const older = await repo.messages.list({ conversationId, limit: 50, cursor: page.nextCursor })
 * const open = await repo.conversations.list({ limit: 30, archived: false, trashed: false })
 *
 * const task = await repo.tasks.create({ title: 'Start' })
 * await repo.tasks.update({ id: task.id, completed: true })
 * await repo.conversations.delete({ id: conversationId, permanently: false })
 * ```
 */
export function createRepository(db: Database, userId: string) {
  const scope = { db, userId }
  const op = operations(scope)
  return {
    conversations: {
      create: op('conversations.create', (input: CreateConversation) => createConversation(scope, input)),
      main: op('conversations.main', () => mainConversation(scope)),
      list: op('conversations.list', (input: ListConversations) => listConversations(scope, input)),
      get: op('conversations.get', (id: string) => getConversation(scope, id)),
      model: op('conversations.model', (id: string) => conversationModel(scope, id)),
      update: op('conversations.update', (input: UpdateConversation) => updateConversation(scope, input)),
      delete: op('conversations.delete', (input: DeleteConversation) => deleteConversation(scope, input)),
      /** Titles of our making; see `nameConversation`. */
      name: op('conversations.name', ({ id, title }: { id: string; title: string }) =>
        nameConversation(scope, id, title),
      ),
      switchHead: op('conversations.switchHead', (input: SwitchHead) => switchHead(scope, input)),
      restore: op('conversations.restore', (id: string) => restoreConversation(scope, id)),
    },
    messages: {
      list: op('messages.list', (input: ListMessages) => listMessages(scope, input)),
      get: op('messages.get', (ref: MessageRef) => getMessage(scope, ref)),
      siblings: op('messages.siblings', (ref: MessageRef) => listSiblings(scope, ref)),
      append: op('messages.append', (input: AppendMessage) => appendMessage(scope, input)),
      count: op(
        'messages.count',
        async (conversationId: string) => (await getConversation(scope, conversationId)).messageCount,
      ),
      all: op('messages.all', ({ conversationId }: { conversationId: string }) => allMessages(scope, conversationId)),
      context: op('messages.context', (input: ContextMessages) => contextMessages(scope, input)),
    },
    turns: {
      start: op('turns.start', (input: Start) => startTurn(scope, input)),
      regenerate: op('turns.regenerate', (input: RegenerateTurn) => regenerateTurn(scope, input)),
      edit: op('turns.edit', (input: EditTurn) => editTurn(scope, input)),
      continue: op('turns.continue', (input: MessageRef & Runner) => continueTurn(scope, input)),
      requestStop: op('turns.requestStop', (ref: MessageRef) => requestStop(scope, ref)),
      /** The last `limit` messages up to a leaf, oldest first, bodies as stored; for building a context. */
      branch: op(
        'turns.branch',
        ({ conversationId, leafId, limit }: { conversationId: string; leafId: string; limit: number }) =>
          readBranch(scope, conversationId, leafId, limit),
      ),
      branchLength: op('turns.branchLength', ({ conversationId, leafId }: { conversationId: string; leafId: string }) =>
        branchLength(scope, conversationId, leafId),
      ),
    },
    generations: {
      state: op(
        'generations.state',
        (input: Parameters<typeof generationState>[1]) => generationState(scope, input),
        'debug',
      ),
      list: op('generations.list', (ref: MessageRef) => listGenerations(scope, ref)),
    },
    changes: {
      read: op('changes.read', (input: { since: string | null }) => readChanges(scope, input), 'debug'),
    },
    tasks: {
      create: op('tasks.create', (input: CreateTask) => createTask(scope, input)),
      list: op('tasks.list', (input: ListTasks) => listTasks(scope, input)),
      get: op('tasks.get', (id: string) => getTask(scope, id)),
      update: op('tasks.update', (input: UpdateTask) => updateTask(scope, input)),
      delete: op('tasks.delete', (id: string) => deleteTask(scope, id)),
    },
  }
}
export type Repository = ReturnType<typeof createRepository>
