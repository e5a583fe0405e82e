import type { Message, RouterOutputs } from '@parley/client'
import type { InfiniteData } from '@tanstack/react-query'

import type { TrpcUtils } from '../../api/trpc.ts'

type Page = RouterOutputs['messages']['list']
/** The first page is the newest; inside a page the oldest message comes first. */
export type Pages = InfiniteData<Page, string | null>

const firstPage = (items: Message[]): Pages => ({ pages: [{ items, nextCursor: null }], pageParams: [null] })

/** Every message of the pages, oldest first. */
export const messagesOf = (data: Pick<Pages, 'pages'>): Message[] =>
  data.pages.toReversed().flatMap((page) => page.items)

/** The pages with these messages put at the end; one that is there already is replaced. */
export function appendMessages(data: Pages | undefined, messages: Message[]): Pages {
  const added = new Set(messages.map((message) => message.id))
  const [newest, ...older] = data?.pages ?? []
  if (data === undefined || newest === undefined) return firstPage(messages)
  const kept = newest.items.filter((message) => !added.has(message.id))
  return { ...data, pages: [{ ...newest, items: [...kept, ...messages] }, ...older] }
}

/** The pages with one message changed. All other messages stay the same objects, so they do not render again. */
export function replaceMessage(data: Pages, message: StoredMessage): Pages {
  const replace = (items: Message[]) => items.map((item) => (item.id === message.id ? { ...item, ...message } : item))
  const pages = data.pages.map((page) =>
    page.items.some((item) => item.id === message.id) ? { ...page, items: replace(page.items) } : page,
  )
  return { ...data, pages }
}

/** The pages cut off before a message, which a new version takes the place of. */
export function replaceFrom(data: Pages, messageId: string, messages: Message[]): Pages {
  const holding = data.pages.findIndex((page) => page.items.some((item) => item.id === messageId))
  const page = data.pages[holding]
  if (page === undefined) return data
  const before = page.items.slice(
    0,
    page.items.findIndex((item) => item.id === messageId),
  )
  return {
    pages: [{ ...page, items: [...before, ...messages] }, ...data.pages.slice(holding + 1)],
    pageParams: [null, ...data.pageParams.slice(holding + 1)],
  }
}

type Turn = RouterOutputs['chat']['send']
type StoredMessage = Turn['userMessage']

/** A stored message with its place among its versions; the only one unless said otherwise. */
export const asShown = (message: StoredMessage, versions = { siblingCount: 1, siblingIndex: 0 }): Message => ({
  ...message,
  ...versions,
})

/** Whether a branch, read from its end, has come to a message that is shown, or to the answer to one. */
export const meets = (data: Pages, end: Message[]): boolean => meetingPoint(messagesOf(data), end) !== -1

/** The pages with the end of a branch, oldest message first, in the place of what follows where they meet. */
export function joinEnd(data: Pages | undefined, end: Message[], nextCursor: string | null): Pages {
  const shown = data === undefined ? [] : messagesOf(data)
  const before = new Map(shown.map((message) => [message.id, message]))
  const items = end.map((message) => sameAs(before.get(message.id), message) ?? message)
  const at = meetingPoint(shown, end)
  if (data === undefined || at === -1) return { pages: [{ items, nextCursor }], pageParams: [null] }
  const next = shown[at]
  return next === undefined ? appendMessages(data, items) : replaceFrom(data, next.id, items)
}

/** The place in what is shown that the end of a branch goes to; -1 where they do not meet. */
function meetingPoint(shown: Message[], [first]: Message[]): number {
  if (first === undefined) return -1
  const same = shown.findIndex(({ id }) => id === first.id)
  if (same !== -1) return same
  const parent = shown.findIndex(({ id }) => id === first.parentId)
  return parent === -1 ? -1 : parent + 1
}

/** The same object for the same message, so that it does not render again. */
const sameAs = (before: Message | undefined, message: Message): Message | undefined =>
  before?.updatedAt.getTime() === message.updatedAt.getTime() &&
  before.status === message.status &&
  before.siblingCount === message.siblingCount &&
  before.siblingIndex === message.siblingIndex
    ? before
    : undefined

/** Changes what is shown of a conversation. A reading that is under way may be older than that: it begins again. */
export function editPages(
  utils: TrpcUtils,
  conversationId: string,
  edit: (data: Pages | undefined) => Pages | undefined,
): void {
  utils.messages.list.setInfiniteData({ conversationId }, edit)
  void utils.messages.list.invalidate({ conversationId }, { fetchStatus: 'fetching', refetchType: 'all' })
}
