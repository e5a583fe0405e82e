import { toStorable } from '@parley/contract'

/** How JSON writes what Postgres refuses: U+0000 and half of a surrogate pair. A false alarm costs time only. */
const suspicious = /\\u(0000|d[89a-f])/

/** JSON that jsonb takes: what it cannot hold, at any depth, becomes U+FFFD. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  return suspicious.test(json) ? JSON.stringify(storable(JSON.parse(json))) : json
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return toStorable(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toStorable(key), storable(inner)]))
}
