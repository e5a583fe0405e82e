import type { Message } from '@parley/client'
import { partsOf, type Part } from '@parley/contract'
import { memo, type ReactNode } from 'react'

import { CopyButton } from '../../ui/copy-button.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { useModelName } from '../models/use-models.ts'
import { useLiveMessage } from '../thread/use-live-message.ts'
import { AnswerEnding } from './answer-ending.tsx'
import { Reasoning } from './reasoning.tsx'
import { RegenerateButton } from './regenerate-button.tsx'
import { VersionSwitcher } from './version-switcher.tsx'

interface AnswerProps {
  message: Message
  /** Whether it is the last message, which alone can be continued. */
  last: boolean
}

/** An answer. It renders again only when its own message changes, or for each new word while it is written. */
export const Answer = memo(function Answer({ message: stored, last }: AnswerProps) {
  const message = useLiveMessage(stored)
  const streaming = message.status === 'streaming'
  const parts = partsOf(message)
  const name = useModelName(message.model)

  return (
    <article aria-label={`Answer by ${name}`} aria-busy={streaming} data-message={message.id} className="group pt-1">
      <p className="mb-1.5 text-xs font-medium text-ink-faint">{name}</p>
      {parts.map((part, index) => (
        <PartView key={index} part={part} streaming={streaming && index === parts.length - 1} />
      ))}
      {streaming && parts.length === 0 && <Waiting />}
      {!streaming && <AnswerEnding message={message} last={last} />}
      <div className="mt-1 -ml-2 flex min-h-8 items-center touch:min-h-11">
        <VersionSwitcher message={message} />
        {!streaming && (
          <div className="flex opacity-0 transition-opacity duration-120 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100">
            {message.content !== '' && <CopyButton label="Copy answer" text={() => message.content} />}
            {message.status === 'complete' && <RegenerateButton message={message} />}
          </div>
        )}
      </div>
    </article>
  )
})

const renderers: { [Type in Part['type']]: (part: Extract<Part, { type: Type }>, streaming: boolean) => ReactNode } = {
  text: (part, streaming) => <Markdown text={part.text} streaming={streaming} />,
  reasoning: (part, streaming) => <Reasoning text={part.text} streaming={streaming} />,
}

function PartView({ part, streaming }: { part: Part; streaming: boolean }) {
  return part.type === 'text' ? renderers.text(part, streaming) : renderers.reasoning(part, streaming)
}

function Waiting() {
  return (
    <p className="breathes h-6 text-ink-faint" role="status">
      <span className="sr-only">The answer begins shortly.</span>
      <span aria-hidden>…</span>
    </p>
  )
}
