import { takeChars } from '@parley/contract'

const MAX_CHARS = 60

/** At most 60 characters of a line, cut at a word where there is one in its second half. */
export function shorten(line: string): string {
  const head = takeChars(line, MAX_CHARS)
  if (head === line) return line
  const lastSpace = head.lastIndexOf(' ')
  return `${lastSpace > MAX_CHARS / 2 ? head.slice(0, lastSpace) : takeChars(line, MAX_CHARS - 1)}…`
}
