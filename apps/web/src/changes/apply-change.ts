import type { ChangesEvent, ConversationSummary } from '@parley/client'

import type { TrpcUtils } from '../api/trpc.ts'
import { editPages, messagesOf, replaceMessage } from '../chat/thread/edit-pages.ts'
import { refreshBranch } from '../chat/thread/refresh-branch.ts'
import { placeSummary, removeSummary } from '../sidebar/edit-list.ts'

type Change = Extract<ChangesEvent, { type: 'changes' }>['changes'][number]

interface Cache {
  utils: TrpcUtils
  /** Whether somebody looks at the conversation in this tab. */
  isShown: (conversationId: string) => boolean
}

/** Brings what was read before up to a change. It asks the server only for the messages that the change tells of. */
export function applyChange(cache: Cache, change: Change): void {
  if (change.type === 'message') noteStatus(cache, change)
  else if (change.type === 'conversation-erased') remove(cache, change.id)
  else if (change.type === 'conversation') {
    if (change.conversation.deletedAt === null) note(cache, change.conversation)
    else remove(cache, change.conversation.id)
  }
}

function note({ utils, isShown }: Cache, conversation: ConversationSummary): void {
  const { id } = conversation
  placeSummary(utils, conversation)
  const known = utils.conversations.get.getData({ id })?.messageCount ?? 0
  utils.conversations.get.setData({ id }, (data) => data && { ...data, ...conversation })
  // A reading that is under way may be older, and one that failed may have failed for what has changed.
  void utils.conversations.get.invalidate({ id }, { predicate: isUnsettled })
  void utils.messages.list.invalidate({ conversationId: id }, { predicate: ({ state }) => state.status === 'error' })
  if (!isBehind(utils, conversation, known)) return
  if (isShown(id)) void refreshBranch(utils, id)
  else void utils.messages.list.invalidate({ conversationId: id }, { refetchType: 'none' })
}

const isUnsettled = ({ state }: { state: { status: string; fetchStatus: string } }) =>
  state.status === 'error' || state.fetchStatus === 'fetching'

/** Whether there are messages, or is a branch, that was read before it was there. What this tab sent is not behind. */
function isBehind(utils: TrpcUtils, { id, headId, messageCount }: ConversationSummary, known: number): boolean {
  const pages = utils.messages.list.getInfiniteData({ conversationId: id })
  if (pages === undefined) return false
  const messages = messagesOf(pages)
  return headId !== (messages.at(-1)?.id ?? null) || messageCount > Math.max(known, ...messages.map(({ seq }) => seq))
}

/** In the trash, or erased: reading it again says how it is. */
function remove({ utils }: Cache, id: string): void {
  removeSummary(utils, id)
  void utils.conversations.get.invalidate({ id })
  void utils.messages.list.invalidate({ conversationId: id })
}

/** An answer that goes on is followed. How one ended tells who follows it, and a new reading where nobody does. */
function noteStatus({ utils }: Cache, change: Extract<Change, { type: 'message' }>): void {
  const { conversationId, messageId, status } = change
  const pages = utils.messages.list.getInfiniteData({ conversationId })
  const message = pages && messagesOf(pages).find(({ id }) => id === messageId)
  if (message === undefined || message.status === status || message.status === 'complete') return
  if (status === 'streaming')
    editPages(utils, conversationId, (data) => data && replaceMessage(data, { ...message, status }))
  else void utils.messages.list.invalidate({ conversationId }, { type: 'inactive', refetchType: 'none' })
}
