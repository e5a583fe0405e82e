import { ParleyError } from '@parley/contract'

/** What a proxy says while the server behind it is away. */
const awayStatuses = new Set([502, 503, 504])

/** Characters of a plain text answer that are worth showing. */
const SHOWN = 300

type Init = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined }

/**
 * `fetch` for answers in JSON, whatever their status. Throws an OfflineError when none came, and a ParleyError for any
 * other: it comes from the server while it starts, from something in front of it, or from another server altogether.
 */
export async function fetchJson(input: string | URL | Request, init: Init = {}): Promise<Response> {
  const response = await fetch(input, { ...init, signal: init.signal ?? null }).catch((cause: unknown) => {
    throw new OfflineError('No answer came.', { cause })
  })
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json')) return response
  if (awayStatuses.has(response.status)) {
    const retryAfter = Number(response.headers.get('retry-after')) || 1
    throw new ParleyError('UNAVAILABLE', 'The server is not ready.', { retryAfter })
  }
  const text = type.startsWith('text/plain') ? (await response.text()).trim().slice(0, SHOWN) : ''
  throw text === '' ? new NotParleyError() : new ParleyError('INTERNAL', text)
}

/** No answer came to a call. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'
}

/** An answer came, and it is not one of ours. */
export class NotParleyError extends Error {
  override readonly name = 'NotParleyError'
  constructor() {
    super('What answers at this address is not a Parley server.')
  }
}
