/**
 * localStorage that never throws: where the browser blocks it or it is full, values live as long as the page. Keys get
 * the prefix `parley:`.
 */
const memory = new Map<string, string>()

const prefixed = (key: string) => `parley:${key}`

export function readStored(key: string): string | null {
  const kept = memory.get(key)
  if (kept !== undefined) return kept
  try {
    return localStorage.getItem(prefixed(key))
  } catch {
    return null
  }
}

/** Null removes the value. */
export function writeStored(key: string, value: string | null): void {
  memory.delete(key)
  try {
    if (value === null) localStorage.removeItem(prefixed(key))
    else localStorage.setItem(prefixed(key), value)
  } catch {
    if (value !== null) memory.set(key, value)
  }
}

/** The keys that start so, without `parley:`. */
export function storedKeys(start: string): string[] {
  const keys = new Set(memory.keys())
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i)
      if (key?.startsWith(prefixed(''))) keys.add(key.slice(prefixed('').length))
    }
  } catch {
    // Blocked: only what this page keeps.
  }
  return [...keys].filter((key) => key.startsWith(start)).toSorted()
}
