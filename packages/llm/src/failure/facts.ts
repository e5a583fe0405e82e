/** What an error, its causes and its payload say about what went wrong. */
export interface Facts {
  /** The HTTP status, of the outermost error that has one. */
  status: number | null
  /** Names, codes and types, in lower case: `econnrefused`, `rate_limit_error`, `aborterror`. */
  codes: ReadonlySet<string>
  /** Everything that was said, in lower case, for recognising the cause. Not for showing. */
  text: string
  /** What the outermost error says. Not yet fit for showing. */
  message: string
  headers: Readonly<Record<string, unknown>>
}

/** Where errors keep what they stand for. Never the request: it holds the user's own text. */
const inner = ['cause', 'data', 'error', 'errors', 'details', 'lastError'] as const
const maxDepth = 6
const bodyChars = 2_000

/** Reads any thrown value or stream error, also plain objects and strings as some providers send them. */
export function gatherFacts(error: unknown): Facts {
  const found: Found = { status: null, codes: new Set(), texts: [], headers: {} }
  visit(error, found, new Set(), 0)
  const { status, codes, texts, headers } = found
  return { status, codes, text: texts.join('\n').toLowerCase(), message: texts[0] ?? '', headers }
}

interface Found {
  status: number | null
  codes: Set<string>
  texts: string[]
  headers: Readonly<Record<string, unknown>>
}

function visit(value: unknown, found: Found, seen: Set<object>, depth: number): void {
  if (typeof value === 'string' && value !== '') found.texts.push(value.slice(0, bodyChars))
  if (!isRecord(value) || seen.has(value) || depth > maxDepth) return
  seen.add(value)
  found.status ??= statusOf(value)
  for (const key of ['name', 'code', 'type', 'status', 'error_code']) {
    const code = value[key]
    if (typeof code === 'string') found.codes.add(code.toLowerCase())
  }
  for (const key of ['message', 'detail', 'responseBody']) {
    const text = value[key]
    if (typeof text === 'string' && text !== '') found.texts.push(text.slice(0, bodyChars))
  }
  if (isRecord(value['responseHeaders'])) found.headers = { ...value['responseHeaders'], ...found.headers }
  for (const key of inner) {
    const next = value[key]
    for (const item of Array.isArray(next) ? next : [next]) visit(item, found, seen, depth + 1)
  }
}

function statusOf(value: Record<string, unknown>): number | null {
  const numbers = [value['statusCode'], value['status'], value['code']].filter((item) => typeof item === 'number')
  return numbers.find((status) => status >= 400 && status <= 599) ?? null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
