import { createConnection, type ConversationSummary, type Message } from '@parley/client'
import { newId, ParleyError } from '@parley/contract'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { vi } from 'vitest'

import { trpc } from '../api/trpc.ts'

/** What the server does with a call, by its path; a call that is not here never gets an answer. */
export type Handlers = Record<string, (input: unknown) => unknown>

/** Components under it talk, through the real client, to these handlers in the place of a server. */
export function FakeServer({ handlers, children }: { handlers: Handlers; children: ReactNode }) {
  const [{ client, queryClient }] = useState(() => {
    vi.stubGlobal('fetch', (url: URL | string, init?: RequestInit) => answer(handlers, String(url), init))
    const { links } = createConnection({ url: 'http://parley.test' })
    const options = { defaultOptions: { queries: { retry: false } } }
    return { client: trpc.createClient({ links }), queryClient: new QueryClient(options) }
  })
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  )
}

async function answer(handlers: Handlers, url: string, init: RequestInit | undefined): Promise<Response> {
  const { pathname, searchParams } = new URL(url)
  const inputs: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : (searchParams.get('input') ?? '{}'))
  const paths = pathname.replace('/trpc/', '').split(',')
  return Response.json(
    await Promise.all(paths.map((path, index) => call(handlers[path], member(member(inputs, index), 'json')))),
  )
}

const member = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

async function call(handler: Handlers[string] | undefined, input: unknown): Promise<unknown> {
  if (handler === undefined) return new Promise(() => {})
  try {
    const json = await handler(input)
    return { result: { data: { json, meta: { values: Object.fromEntries(datesIn(json)) } } } }
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    const { message, reason, retryAfter = null } = error
    const data = { code: 'BAD_REQUEST', httpStatus: 400, reason, field: null, retryAfter, requestId: null }
    return { error: { json: { message, code: -32600, data } } }
  }
}

/** Where the dates are in a value, as superjson writes it down. */
function datesIn(value: unknown, path: string[] = []): [string, ['Date']][] {
  if (value instanceof Date) return [[path.join('.'), ['Date']]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => datesIn(item, [...path, key]))
}

/** A stored message, complete unless said otherwise. */
export const messageOf = (fields: Partial<Message>): Message => ({
  id: newId(),
  conversationId: '00000000-0000-7000-8000-000000000000',
  parentId: null,
  seq: 1,
  role: 'assistant',
  status: 'complete',
  content: 'Text',
  parts: null,
  model: 'demo:offline',
  usage: null,
  error: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  siblingCount: 1,
  siblingIndex: 0,
  ...fields,
})

/** A conversation with nothing in it. */
export const conversationOf = (fields: Partial<ConversationSummary>): ConversationSummary => ({
  id: newId(),
  title: 'Title',
  titleGiven: false,
  headId: null,
  messageCount: 0,
  preview: '',
  contextLimit: 20,
  model: null,
  isMain: false,
  pinnedAt: null,
  archivedAt: null,
  deletedAt: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...fields,
})
