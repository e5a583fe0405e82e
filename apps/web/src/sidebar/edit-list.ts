import type { ConversationSummary, RouterOutputs } from '@parley/client'
import type { InfiniteData } from '@tanstack/react-query'

import type { TrpcUtils } from '../api/trpc.ts'

type Page = RouterOutputs['conversations']['list']
/** The list as far as it was read: pinned first, then newest first. */
export type ListPages = InfiniteData<Page, string | null>

/** Shows a change in the list before the server has confirmed it. */
export function editSummary(utils: TrpcUtils, id: string, change: Partial<ConversationSummary>): void {
  editList(utils, (data) =>
    editItems(data, (items) => items.map((item) => (item.id === id ? { ...item, ...change } : item))),
  )
}

export function removeSummary(utils: TrpcUtils, id: string): void {
  editList(utils, (data) => without(data, id))
}

/** Shows a conversation in the list as it is now, at its place there; one in the archive has none. */
export function placeSummary(utils: TrpcUtils, summary: ConversationSummary): void {
  editList(utils, (data) => placed(data, summary))
}

/** The pages with a conversation at its place. One that comes after all that was read is left to the next page. */
export function placed(data: ListPages, summary: ConversationSummary): ListPages {
  const rest = without(data, summary.id)
  if (summary.archivedAt !== null) return rest
  const comesBefore = (item: ConversationSummary) => precedes(summary, item)
  const last = rest.pages.length - 1
  const at = rest.pages.findIndex(({ items, nextCursor }, index) =>
    index === last && nextCursor === null ? true : items.some(comesBefore),
  )
  const pages = rest.pages.map((page, index) => {
    if (index !== at) return page
    const next = page.items.findIndex(comesBefore)
    return { ...page, items: page.items.toSpliced(next === -1 ? page.items.length : next, 0, summary) }
  })
  return { ...rest, pages }
}

/** The server's order: pinned first, then the newest, then the greatest id. */
function precedes(a: ConversationSummary, b: ConversationSummary): boolean {
  if ((a.pinnedAt === null) !== (b.pinnedAt === null)) return a.pinnedAt !== null
  const newer = a.updatedAt.getTime() - b.updatedAt.getTime()
  return newer === 0 ? a.id > b.id : newer > 0
}

const without = (data: ListPages, id: string): ListPages =>
  editItems(data, (items) => (items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items))

const editItems = (data: ListPages, edit: (items: ConversationSummary[]) => ConversationSummary[]): ListPages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, items: edit(page.items) })),
})

/** A reading that is under way may be older than the change: it begins again. */
function editList(utils: TrpcUtils, edit: (data: ListPages) => ListPages): void {
  utils.conversations.list.setInfiniteData({}, (data) => data && edit(data))
  void utils.conversations.list.invalidate({}, { fetchStatus: 'fetching', refetchType: 'all' })
}
