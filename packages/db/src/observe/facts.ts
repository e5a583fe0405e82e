export type Facts = Record<string, string | number | boolean | null>

/** What of an input is logged: ids, limits and choices, never anything that a person or a model wrote. */
const TOLD = [
  'id',
  'conversationId',
  'messageId',
  'newMessageId',
  'parentId',
  'leafId',
  'role',
  'limit',
  'archived',
  'trashed',
  'permanently',
  'completed',
] as const

/** Ids and choices are one short word; what is more is none. */
const WORD = /^[\w-]{1,64}$/

/** The facts of an operation's input: an object, or an id alone. */
export function inputFacts(input: unknown): Facts {
  if (typeof input !== 'object' || input === null) return isFact(input) ? { id: input } : {}
  const facts: Facts = {}
  for (const name of TOLD) {
    const value = valueOf(input, name)
    if (isFact(value)) facts[name] = value
  }
  return facts
}

/** The facts of a result: how many rows, which id, which generation was started. */
export function resultFacts(result: unknown): Facts {
  if (typeof result === 'number') return { count: result }
  if (typeof result !== 'object' || result === null) return {}
  const rows = Array.isArray(result) ? result : valueOf(result, 'items')
  if (Array.isArray(rows)) return { rows: rows.length }
  return {
    ...idOf(result, 'id'),
    ...idOf(valueOf(result, 'assistantMessage'), 'answerId'),
    ...idOf(valueOf(result, 'generation'), 'generationId'),
  }
}

function idOf(value: unknown, name: string): Facts {
  if (typeof value !== 'object' || value === null) return {}
  const id = valueOf(value, 'id')
  return typeof id === 'string' ? { [name]: id } : {}
}

const valueOf = (from: object, name: string): unknown => Reflect.get(from, name)

const isFact = (value: unknown): value is Facts[string] =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && WORD.test(value))
