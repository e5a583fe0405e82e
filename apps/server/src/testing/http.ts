import { request as send, type IncomingHttpHeaders } from 'node:http'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** One HTTP request to the letter, also with a Host or an Origin that `fetch` would not send. */
export function request(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { hostname, port } = new URL(url)
  // The path as it was given: URL would mend what a hostile client sends broken.
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2))
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const outgoing = send(
    { hostname, port, path, method, headers: { ...length, ...headers }, agent: false },
    (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() })
      })
    },
  )
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

export const json = { 'content-type': 'application/json' }

/** A procedure called by POST. */
export const mutate = (url: string, path: string, input: unknown, headers: Record<string, string> = {}) =>
  request(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ json: input }),
  })

/** A procedure called by GET. */
export const query = (url: string, path: string, input: unknown, headers: Record<string, string> = {}) =>
  request(`${url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, { headers })
