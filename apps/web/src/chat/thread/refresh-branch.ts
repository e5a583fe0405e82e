import type { Message } from '@parley/client'
import { limits } from '@parley/contract'

import type { TrpcUtils } from '../../api/trpc.ts'
import { editPages, joinEnd, meets } from './edit-pages.ts'

/** Readings after which a branch that meets nothing of what is shown takes its place. */
const MOST = 5

/**
 * Shows the active branch as the server has it. It is read from its end back to where it meets what is shown, so that
 * whatever is above stays as it is and where it is. What cannot be read is read again as any other page.
 */
export async function refreshBranch(utils: TrpcUtils, conversationId: string): Promise<void> {
  const shown = utils.messages.list.getInfiniteData({ conversationId })
  const end: Message[] = []
  let cursor: string | null = null
  try {
    for (let count = 0; count < MOST; count++) {
      const limit = count === 0 ? undefined : limits.pageItems
      const page = await utils.client.messages.list.query({ conversationId, cursor, limit })
      end.unshift(...page.items)
      cursor = page.nextCursor
      if (cursor === null || shown === undefined || meets(shown, end)) break
    }
  } catch {
    return utils.messages.list.invalidate({ conversationId })
  }
  // What this tab did meanwhile is not in what was read.
  if (utils.messages.list.getInfiniteData({ conversationId }) !== shown) return refreshBranch(utils, conversationId)
  editPages(utils, conversationId, (data) => joinEnd(data, end, cursor))
}
