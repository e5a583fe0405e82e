import { takeChars } from '@parley/contract'

const MAX_CHARS = 60

/** A name for a conversation from its first message: the first line with text, cut at a word, at most 60 characters. */
export function titleFrom(content: string): string {
  const line = content
    .split('\n')
    .map((text) =>
      text
        .replace(/^[\s#>*-]+|\*\*|__|`/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((text) => text !== '')
  if (line === undefined) return takeChars(content.trim(), MAX_CHARS)
  const head = takeChars(line, MAX_CHARS)
  if (head === line) return line
  const lastSpace = head.lastIndexOf(' ')
  return `${lastSpace > MAX_CHARS / 2 ? head.slice(0, lastSpace) : takeChars(line, MAX_CHARS - 1)}…`
}
