import type { ConversationSummary } from '@parley/client'
import { Link } from '@tanstack/react-router'
import { memo, useRef } from 'react'

import { focusComposer } from '../chat/composer/focus-composer.ts'
import { classes } from '../ui/classes.ts'
import { ConversationMenu } from './conversation-menu.tsx'
import { TitleField } from './title-field.tsx'
import { useConversationActions } from './use-conversation-actions.ts'
import { useRenaming } from './use-renaming.ts'

export const ConversationItem = memo(function ConversationItem({
  conversation,
}: {
  conversation: ConversationSummary
}) {
  const link = useRef<HTMLAnchorElement>(null)
  const actions = useConversationActions(conversation)
  const { renaming, start, done } = useRenaming(actions.rename, link)
  const { id, title, pinnedAt } = conversation

  return (
    <li className="group relative">
      {renaming && <TitleField title={title} onDone={done} />}
      <Link
        ref={link}
        data-conversation
        hidden={renaming}
        to="/c/$conversationId"
        params={{ conversationId: id }}
        title={title}
        className="block rounded-sm [&[hidden]]:hidden py-2 pr-2.5 pl-2.5 text-sm text-ink-soft transition-colors duration-120 group-focus-within:pr-9 group-hover:bg-sunken group-hover:pr-9 group-hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink touch:py-3 touch:pr-11"
      >
        <span dir="auto" className="block truncate">
          {title}
        </span>
      </Link>
      <ConversationMenu
        title={title}
        pinned={pinnedAt !== null}
        actions={actions}
        onRename={start}
        onRemove={() => {
          focusNext(link.current)
          actions.remove()
        }}
        // It stays while the title is changed: a sheet whose focused button is taken away moves the focus by itself.
        className={classes(
          renaming && 'invisible',
          'absolute top-1/2 right-0.5 -translate-y-1/2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 touch:opacity-100',
        )}
      />
    </li>
  )
})

/** To the row after the one that goes, else the row before, else the message field. */
function focusNext(link: HTMLElement | null): void {
  const rows = [...(link?.closest('nav')?.querySelectorAll<HTMLElement>('[data-conversation]') ?? [])]
  const index = rows.findIndex((row) => row === link)
  const next = rows[index + 1] ?? rows[index - 1]
  if (next === undefined) focusComposer()
  else next.focus()
}
