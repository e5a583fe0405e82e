import type { Message } from '@parley/client'

import { TextButton } from '../../ui/button.tsx'
import { useAnswerActions } from './use-answer-actions.ts'

/** The quiet line under an answer that did not reach its end: what happened and the ways on. */
export function AnswerEnding({ message, last }: { message: Message; last: boolean }) {
  const { busy, goOn, tryAgain } = useAnswerActions(message)
  if (message.status === 'complete' || message.status === 'streaming') return null
  return (
    <p
      role="status"
      className="mt-3 flex flex-wrap items-baseline gap-x-1.5 text-sm touch:gap-x-4 touch:gap-y-3 text-ink-soft"
    >
      <span className={message.status === 'failed' ? 'text-bad' : undefined}>{whatHappened(message)}</span>
      {last && message.content !== '' && (
        <>
          <TextButton disabled={busy} onClick={goOn}>
            Continue
          </TextButton>
          <span aria-hidden>·</span>
        </>
      )}
      <TextButton disabled={busy} onClick={tryAgain}>
        Try again
      </TextButton>
    </p>
  )
}

function whatHappened({ status, error }: Message): string {
  if (status === 'stopped') return 'You stopped this answer.'
  if (status === 'interrupted') return 'Interrupted: the server stopped.'
  return `Failed: ${error?.message ?? 'the model did not answer.'}`
}
