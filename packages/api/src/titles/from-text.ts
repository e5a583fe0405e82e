import { shorten } from './shorten.ts'

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
  return shorten(line ?? content.trim())
}
