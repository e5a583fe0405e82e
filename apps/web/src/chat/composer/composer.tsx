import { useEffect, useRef, type ReactNode } from 'react'

import { reachable } from '../../api/reachability.ts'
import { useStore } from '../../store.ts'
import { prepareMarkdown } from '../markdown/markdown.tsx'
import { useDraft, writeDraft } from '../sending/drafts.ts'
import { clearRefusal, noteRefusal, refusals } from '../sending/refusals.ts'
import { ComposerHint, tooLong } from './composer-hint.tsx'
import { COMPOSER, focusComposer } from './focus-composer.ts'
import { SendButton } from './send-button.tsx'
import { useGrowing } from './use-growing.ts'

interface ComposerProps {
  /** Which draft it shows: a conversation's id, or NEW_CHAT. */
  draft: string
  /** The most a message may have, in characters. */
  maxChars: number
  onSend: (content: string) => void
  /** Undefined while no answer is written. */
  onStop?: (() => void) | undefined
  stopping: boolean
  /** What stands to the left of the button. */
  children?: ReactNode
}

/** Where a message is written. The text is kept on this device until the server has it. */
export function Composer({ draft, maxChars, onSend, onStop, stopping, children }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useDraft(draft)
  const refusal = useStore(refusals).get(draft)
  const away = !useStore(reachable)
  useGrowing(field, text)

  useEffect(focusComposer, [draft])

  const empty = text.trim() === ''
  const send = () => {
    if (empty || onStop !== undefined) return
    const problem = tooLong(text, maxChars)
    if (problem !== null) return noteRefusal(draft, problem)
    writeDraft(draft, '')
    clearRefusal(draft)
    onSend(text)
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="rounded-lg border border-edge/70 bg-raised transition-colors duration-120 focus-within:border-accent"
    >
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        id={COMPOSER}
        value={text}
        aria-label="Message"
        aria-describedby="message-hint"
        aria-invalid={refusal !== undefined}
        placeholder="Write a message"
        enterKeyHint="send"
        onChange={(event) => {
          writeDraft(draft, event.target.value)
          clearRefusal(draft)
          prepareMarkdown()
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            send()
          }
        }}
        className="block max-h-[40dvh] w-full resize-none bg-transparent px-4 pt-3.5 pb-1 leading-6 outline-none placeholder:text-ink-faint data-scrolls:shadow-[0_1px_0_var(--line)] touch:text-[1rem]"
      />
      <ComposerHint text={text} maxChars={maxChars} refusal={refusal} away={away} waiting={onStop !== undefined} />
      <div className="flex items-center justify-between gap-2 p-2">
        {children}
        <SendButton disabled={empty} onStop={onStop} stopping={stopping} away={away} />
      </div>
    </form>
  )
}
