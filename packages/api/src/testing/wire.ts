import type { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { SuperJSON } from 'superjson'
import { z } from 'zod'

import type { Context } from '../context.ts'
import { appRouter } from '../root.ts'

export type ProcedureType = 'query' | 'mutation' | 'subscription'

export interface WireCall {
  type: ProcedureType
  path: string
  input?: unknown
  /** Leaves a subscription that has no end after its first event. */
  endless?: boolean
}

const errorSchema = z.strictObject({
  message: z.string(),
  code: z.number(),
  data: z.strictObject({
    code: z.string(),
    httpStatus: z.number(),
    reason: z.string(),
    field: z.string().nullable(),
    retryAfter: z.number().nullable(),
    requestId: z.string().nullable(),
  }),
})
const answerSchema = z.object({ error: z.object({ json: errorSchema }).optional() })
export type WireError = z.infer<typeof errorSchema>

export interface WireAnswer {
  status: number
  /** All that a client receives, to the letter. */
  text: string
  error: WireError | null
  /** What was given to `onError`. */
  reported: TRPCError[]
}

/** A call as a client makes it over HTTP, subscriptions as server-sent events, with what comes back. */
export async function callOverWire(
  context: Context,
  { type, path, input, endless = false }: WireCall,
): Promise<WireAnswer> {
  const url = new URL(`http://localhost/trpc/${path}`)
  const body = JSON.stringify(SuperJSON.serialize(input))
  if (type !== 'mutation') url.searchParams.set('input', body)
  const init = type === 'mutation' ? { method: 'POST', body, headers: { 'content-type': 'application/json' } } : {}
  return requestOverWire(context, new Request(url, init), { type, endless })
}

/** Any request to the tRPC endpoint, well formed or not. */
export async function requestOverWire(
  context: Context,
  req: Request,
  { type = 'query', endless = false }: Partial<Pick<WireCall, 'type' | 'endless'>> = {},
): Promise<WireAnswer> {
  const reported: TRPCError[] = []
  const response = await fetchRequestHandler({
    endpoint: '/trpc',
    router: appRouter,
    req,
    createContext: () => context,
    onError: ({ error }) => void reported.push(error),
  })
  const text = endless && response.ok ? await firstEvent(response) : await response.text()
  const error =
    type === 'subscription' && response.ok ? streamedError(text) : answerSchema.parse(JSON.parse(text)).error
  return { status: response.status, text, error: error?.json ?? null, reported }
}

/** All that a stream of server-sent events says up to its first event with an id, or to its end. */
async function firstEvent(response: Response): Promise<string> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (/^id: .*\r?\n\r?\n/m.test(text)) break
  }
  return text
}

/** The error that ended a stream of server-sent events. */
function streamedError(text: string): z.infer<typeof answerSchema>['error'] {
  const data = /^event: serialized-error\r?\ndata: (.*)$/m.exec(text)?.[1]
  return data === undefined ? undefined : { json: errorSchema.parse(SuperJSON.parse(data)) }
}
