import { countChars, ParleyError } from '@parley/contract'

/** Refuses content over this server's limit; the schema holds only the ceiling. */
export function checkContent<Input extends { content: string }>(input: Input, maxChars: number): Input {
  const chars = countChars(input.content)
  if (chars <= maxChars) return input
  const format = (count: number) => count.toLocaleString('en')
  throw new ParleyError('BAD_REQUEST', `Must be at most ${format(maxChars)} characters; this has ${format(chars)}.`, {
    field: 'content',
  })
}
