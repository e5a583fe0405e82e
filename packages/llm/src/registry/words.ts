/** The words of one event of a streamed chat completion; null when there is anything else in it that counts. */
export function wordsOf(event: string): { text: string; reasoning: string } | null {
  // A comment, which keeps the connection open.
  if (event.startsWith(':') && !event.includes('\n')) return { text: '', reasoning: '' }
  const data = parse(event)
  if (!isObject(data) || data['error'] !== undefined || !isNothing(data['usage'])) return null
  const choices = data['choices']
  const choice: unknown = Array.isArray(choices) && choices.length === 1 ? choices[0] : null
  if (!isObject(choice) || !isNothing(choice['finish_reason']) || !isObject(choice['delta'])) return null
  const { content, reasoning_content: first, reasoning: second, refusal, tool_calls: calls } = choice['delta']
  const [text, reasoning] = [content ?? '', first ?? second ?? '']
  const onlyWords = typeof text === 'string' && typeof reasoning === 'string' && isNothing(refusal) && isNothing(calls)
  return onlyWords ? { text, reasoning } : null
}

function parse(event: string): unknown {
  if (!event.startsWith('data: {') || event.includes('\n') || event.includes('\r')) return null
  try {
    return JSON.parse(event.slice('data: '.length))
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isNothing = (value: unknown) => value === undefined || value === null || value === ''
