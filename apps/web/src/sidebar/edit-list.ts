import type { ConversationSummary } from '@parley/client'

import type { TrpcUtils } from '../api/trpc.ts'

/** Shows a change in the list before the server has confirmed it. */
export function editSummary(utils: TrpcUtils, id: string, change: Partial<ConversationSummary>): void {
  editItems(utils, (items) => items.map((item) => (item.id === id ? { ...item, ...change } : item)))
}

export function removeSummary(utils: TrpcUtils, id: string): void {
  editItems(utils, (items) => items.filter((item) => item.id !== id))
}

function editItems(utils: TrpcUtils, edit: (items: ConversationSummary[]) => ConversationSummary[]): void {
  void utils.conversations.list.cancel()
  utils.conversations.list.setInfiniteData(
    {},
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: edit(page.items) })) },
  )
}
