import type { CallError } from '@parley/client'

/** Why the text was refused and what to do, in one or two sentences. */
export function explain({ reason, message, retryAfter }: CallError): string {
  if (reason === 'TOO_MANY_REQUESTS' && retryAfter !== null) return `${message} Try again in ${seconds(retryAfter)}.`
  if (reason === 'UNAUTHORIZED') return 'Your session has ended. Reload the page to go on; this text is kept.'
  if (reason === 'NOT_FOUND') return 'This conversation is no longer there. Your text is kept here.'
  return message
}

const seconds = (count: number) => (count === 1 ? '1 second' : `${Math.ceil(count)} seconds`)
