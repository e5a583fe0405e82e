import type {
  AppendMessage,
  ContextMessages,
  CreateConversation,
  DeleteConversation,
  ListConversations,
  ListMessages,
  MessageRef,
  UpdateConversation,
} from '@parley/contract'

import type { Database } from '../connect.ts'
import { createConversation } from './conversations/create.ts'
import { deleteConversation, restoreConversation } from './conversations/delete.ts'
import { conversationModel, getConversation } from './conversations/get.ts'
import { listConversations } from './conversations/list.ts'
import { mainConversation } from './conversations/main.ts'
import { updateConversation } from './conversations/update.ts'
import { listGenerations } from './generations/list.ts'
import { generationState } from './generations/state.ts'
import { appendMessage } from './messages/append.ts'
import { countBranch, readBranch } from './messages/branch.ts'
import { contextMessages } from './messages/context.ts'
import { getMessage } from './messages/get.ts'
import { listMessages } from './messages/list.ts'
import { listSiblings } from './messages/siblings.ts'
import { continueTurn } from './turns/continue.ts'
import { editTurn, type EditTurn } from './turns/edit.ts'
import { regenerateTurn, type RegenerateTurn } from './turns/regenerate.ts'
import { startTurn, type Start } from './turns/start.ts'
import { requestStop } from './turns/stop.ts'
import type { Runner } from './turns/turn.ts'

/**
 * The only way to a user's rows. An id of another user, one that does not exist and one in the trash are the same
 * NOT_FOUND. Every method may throw UNAVAILABLE.
 */
export function createRepository(db: Database, userId: string) {
  const scope = { db, userId }
  return {
    conversations: {
      create: (input: CreateConversation) => createConversation(scope, input),
      main: () => mainConversation(scope),
      list: (input: ListConversations) => listConversations(scope, input),
      get: (id: string) => getConversation(scope, id),
      model: (id: string) => conversationModel(scope, id),
      update: (input: UpdateConversation) => updateConversation(scope, input),
      delete: (input: DeleteConversation) => deleteConversation(scope, input),
      restore: (id: string) => restoreConversation(scope, id),
    },
    messages: {
      list: (input: ListMessages) => listMessages(scope, input),
      get: (ref: MessageRef) => getMessage(scope, ref),
      siblings: (ref: MessageRef) => listSiblings(scope, ref),
      append: (input: AppendMessage) => appendMessage(scope, input),
      count: async (conversationId: string) => (await getConversation(scope, conversationId)).messageCount,
      context: (input: ContextMessages) => contextMessages(scope, input),
    },
    turns: {
      start: (input: Start) => startTurn(scope, input),
      regenerate: (input: RegenerateTurn) => regenerateTurn(scope, input),
      edit: (input: EditTurn) => editTurn(scope, input),
      continue: (input: MessageRef & Runner) => continueTurn(scope, input),
      requestStop: (ref: MessageRef) => requestStop(scope, ref),
      /** The last `limit` messages up to a leaf, oldest first, bodies as stored; for building a context. */
      branch: ({ conversationId, leafId, limit }: { conversationId: string; leafId: string; limit: number }) =>
        readBranch(scope, conversationId, leafId, limit),
      branchLength: ({ conversationId, leafId }: { conversationId: string; leafId: string }) =>
        countBranch(scope, conversationId, leafId),
    },
    generations: {
      state: (input: Parameters<typeof generationState>[1]) => generationState(scope, input),
      list: (ref: MessageRef) => listGenerations(scope, ref),
    },
  }
}
export type Repository = ReturnType<typeof createRepository>
