import type { Message } from '@parley/client'
import { memo } from 'react'

import { CopyButton } from '../../ui/copy-button.tsx'
import { Delivery } from './delivery.tsx'
import { VersionSwitcher } from './version-switcher.tsx'

interface UserMessageProps {
  id: string
  content: string
  /** As the server has it. */
  stored?: Message
  /** As long as the server does not have it. */
  sending?: { problem: string | null; onRetry: (messageId: string) => void }
}

export const UserMessage = memo(
  function UserMessage({ id, content, stored, sending }: UserMessageProps) {
    return (
      <article aria-label="You" data-message={id} className="group flex flex-col items-end gap-1 pt-6">
        <div
          dir="auto"
          className="max-w-[min(85%,36rem)] rounded-lg bg-sunken px-4 py-2.5 wrap-anywhere whitespace-pre-wrap"
        >
          {content}
        </div>
        <div className="flex min-h-8 items-center gap-1 touch:min-h-11">
          <Delivery
            sending={sending !== undefined}
            problem={sending?.problem ?? null}
            onRetry={() => sending?.onRetry(id)}
          />
          {sending === undefined && (
            <CopyButton
              label="Copy message"
              text={() => content}
              className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
            />
          )}
          <div className="-mr-2 empty:hidden">{stored && <VersionSwitcher message={stored} />}</div>
        </div>
      </article>
    )
  },
  (before, after) =>
    before.id === after.id &&
    before.content === after.content &&
    before.stored?.siblingCount === after.stored?.siblingCount &&
    before.stored?.siblingIndex === after.stored?.siblingIndex &&
    before.sending?.problem === after.sending?.problem &&
    (before.sending === undefined) === (after.sending === undefined),
)
