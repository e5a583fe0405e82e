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

/** Shows a turn that the server has stored. One that goes on from elsewhere has another branch: it is read again. */
export async function addTurn(utils: TrpcUtils, { userMessage, assistantMessage }: Turn): Promise<void> {
  const { conversationId, parentId } = userMessage
  const before = utils.messages.list.getInfiniteData({ conversationId })
  const shown = before === undefined ? [] : messagesOf(before)
  const fits = parentId === (shown.at(-1)?.id ?? null)
  await editPages(utils, conversationId, (data) =>
    appendMessages(data, [asShown(userMessage), asShown(assistantMessage)]),
  )
  if (!fits) void utils.messages.list.invalidate({ conversationId })
}

/** Changes what is shown of a conversation. A read that is under way would bring back an older state: it is dropped. */
export async function editPages(
  utils: TrpcUtils,
  conversationId: string,
  edit: (data: Pages | undefined) => Pages | undefined,
): Promise<void> {
  await utils.messages.list.cancel({ conversationId })
  utils.messages.list.setInfiniteData({ conversationId }, edit)
}
