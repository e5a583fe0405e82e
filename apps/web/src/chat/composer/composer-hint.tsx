import type { CallError } from '@parley/client'
import { countChars } from '@parley/contract'

import { explain } from './explain.ts'

interface ComposerHintProps {
  text: string
  /** The most a message may have. */
  maxChars: number
  refusal: CallError | undefined
  /** Whether the server is away. */
  away: boolean
  /** Whether an answer is written that the text has to wait for. */
  waiting: boolean
}

/** What has to be said about the text, beside it: why it was refused, how long it is, what it waits for. */
export function ComposerHint({ text, maxChars, refusal, away, waiting }: ComposerHintProps) {
  const chars = text.length < maxChars * 0.9 ? 0 : countChars(text)
  const counts = chars >= maxChars * 0.9 && refusal?.field !== 'content'
  const state = text.trim() === '' ? null : whatHolds(away, waiting)
  return (
    <div id="message-hint" role="status" className="flex flex-wrap justify-between gap-x-4 px-4 text-xs">
      {refusal && (
        <p className="min-w-0 basis-full py-1 text-bad">
          <span className="font-semibold">Not sent.</span> {explain(refusal)}
        </p>
      )}
      {!refusal && state !== null && <p className="py-1 text-ink-faint">{state}</p>}
      {counts && (
        <p className={chars > maxChars ? 'ml-auto py-1 font-medium text-bad' : 'ml-auto py-1 text-ink-faint'}>
          {shown(chars)} of {shown(maxChars)} characters
        </p>
      )}
    </div>
  )
}

function whatHolds(away: boolean, waiting: boolean): string | null {
  if (away) return 'The server does not answer. Your text is kept on this device.'
  return waiting ? 'You can send this when the answer has ended. Esc stops it.' : null
}

/** Why a text is not sent at all; null when its length is right. */
export function tooLong(text: string, maxChars: number): CallError | null {
  const chars = text.length <= maxChars ? 0 : countChars(text)
  if (chars <= maxChars) return null
  const message = `${shown(chars)} characters. A message may have ${shown(maxChars)}.`
  return { reason: 'BAD_REQUEST', message, field: 'content', retryAfter: null, requestId: null }
}

const shown = (count: number) => count.toLocaleString('en')
