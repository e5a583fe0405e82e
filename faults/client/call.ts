import { request } from 'node:http'

import { z } from 'zod'

/** What became of one try of a call. `unknown`: nothing is known of what the server did. */
export type Outcome<Value> =
  | { kind: 'acknowledged'; value: Value }
  | { kind: 'refused'; reason: string; message: string }
  | { kind: 'unknown'; message: string }

export interface Caller {
  url: string
  token: string
}

interface Call<Value> {
  path: string
  input: object
  schema: z.ZodType<Value>
  /** The answer is thrown away as soon as it begins, as a connection does that breaks then. */
  dropsAnswer?: boolean
}

/** Milliseconds for one try. */
const TRY_MS = 20_000

const okSchema = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) })
const errorSchema = z.object({
  error: z.object({ json: z.object({ message: z.string(), data: z.object({ reason: z.string() }) }) }),
})

/** One try of a mutation, by HTTP on a connection of its own. Never throws. */
export function call<Value>(
  { url, token }: Caller,
  { path, input, schema, dropsAnswer = false }: Call<Value>,
): Promise<Outcome<Value>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Value>>()
  const body = JSON.stringify({ json: input })
  const outgoing = request(
    `${url}/trpc/${path}`,
    {
      method: 'POST',
      agent: false,
      timeout: TRY_MS,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${token}`,
      },
    },
    (incoming) => {
      if (dropsAnswer) {
        outgoing.destroy()
        resolve({ kind: 'unknown', message: 'the answer was dropped' })
        return
      }
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', (error) => resolve({ kind: 'unknown', message: error.message }))
      incoming.on('end', () => resolve(outcomeOf(Buffer.concat(chunks).toString(), incoming.statusCode, schema)))
    },
  )
  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer came in time')))
  outgoing.on('error', (error) => resolve({ kind: 'unknown', message: error.message }))
  outgoing.on('close', () => resolve({ kind: 'unknown', message: 'the connection ended' }))
  outgoing.end(body)
  return promise
}

function outcomeOf<Value>(text: string, status: number | undefined, schema: z.ZodType<Value>): Outcome<Value> {
  if (status === 503 && !text.startsWith('{')) return { kind: 'refused', reason: 'UNAVAILABLE', message: text.trim() }
  const parsed = parseJson(text)
  const refusal = errorSchema.safeParse(parsed).data?.error.json
  if (refusal) return { kind: 'refused', reason: refusal.data.reason, message: refusal.message }
  const value = schema.safeParse(okSchema.safeParse(parsed).data?.result.data.json)
  if (value.success) return { kind: 'acknowledged', value: value.data }
  return { kind: 'refused', reason: 'UNREADABLE', message: `${status}: ${text.slice(0, 200)}` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
