import type { CallError } from '@parley/client'
import { countChars, limits } from '@parley/contract'

import { explain } from './explain.ts'

interface ComposerHintProps {
  text: string
  refusal: CallError | undefined
  /** Whether there is text that waits for an answer to end. */
  waiting: boolean
}

/** What has to be said about the text, beside it: why it was refused, how long it is, what it waits for. */
export function ComposerHint({ text, refusal, waiting }: ComposerHintProps) {
  const chars = text.length < limits.messageChars * 0.9 ? 0 : countChars(text)
  const near = chars >= limits.messageChars * 0.9
  const over = chars - limits.messageChars
  return (
    <div id="message-hint" role="status" className="flex flex-wrap justify-between gap-x-4 px-4 text-xs">
      {refusal && (
        <p className="min-w-0 flex-1 py-1 text-bad">
          <span className="font-semibold">Not sent.</span> {explain(refusal)}
        </p>
      )}
      {!refusal && waiting && (
        <p className="py-1 text-ink-faint">You can send this when the answer has ended. Esc stops it.</p>
      )}
      {near && (
        <p className={over > 0 ? 'ml-auto py-1 font-medium text-bad' : 'ml-auto py-1 text-ink-faint'}>
          {chars.toLocaleString('en')} of {limits.messageChars.toLocaleString('en')} characters
        </p>
      )}
    </div>
  )
}
