import type { ConversationSummary } from '@parley/client'
import { Link } from '@tanstack/react-router'
import { memo, useRef, useState } from 'react'

import { ConversationMenu } from './conversation-menu.tsx'
import { TitleField } from './title-field.tsx'
import { useConversationActions } from './use-conversation-actions.ts'

export const ConversationItem = memo(function ConversationItem({
  conversation,
}: {
  conversation: ConversationSummary
}) {
  const [renaming, setRenaming] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const actions = useConversationActions(conversation)
  const { id, title, pinnedAt } = conversation

  if (renaming) {
    return (
      <li>
        <TitleField
          title={title}
          onDone={(next) => {
            setRenaming(false)
            if (next !== null) actions.rename(next)
            requestAnimationFrame(() => link.current?.focus())
          }}
        />
      </li>
    )
  }
  return (
    <li className="group relative">
      <Link
        ref={link}
        to="/c/$conversationId"
        params={{ conversationId: id }}
        title={title}
        className="block rounded-sm py-2 pr-2.5 pl-2.5 text-sm text-ink-soft transition-colors duration-120 group-focus-within:pr-9 group-hover:bg-sunken group-hover:pr-9 group-hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink touch:py-3 touch:pr-11"
      >
        <span dir="auto" className="block truncate">
          {title}
        </span>
      </Link>
      <ConversationMenu
        title={title}
        pinned={pinnedAt !== null}
        actions={actions}
        onRename={() => setRenaming(true)}
        className="absolute top-1/2 right-0.5 -translate-y-1/2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 touch:opacity-100"
      />
    </li>
  )
})
