import { limits, takeChars } from '@parley/contract'

/** The start of a message on one line, for the list of conversations; empty when there is nothing to see. */
export function previewOf(content: string): string {
  // White space shrinks when it is folded, so a longer start is folded first.
  const start = takeChars(content, limits.previewChars * 8)
  return takeChars(start.replaceAll(/\s+/g, ' ').trim(), limits.previewChars)
}
