import { Link } from '@tanstack/react-router'
import { PanelLeft, SquarePen } from 'lucide-react'
import { useRef } from 'react'

import { ConversationMenu } from '../sidebar/conversation-menu.tsx'
import { isSidebarOpen, openSheet, showSidebar } from '../sidebar/frame-state.ts'
import { TitleField } from '../sidebar/title-field.tsx'
import { useConversationActions } from '../sidebar/use-conversation-actions.ts'
import { useRenaming } from '../sidebar/use-renaming.ts'
import { useStore } from '../store.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { focusComposer } from './composer/focus-composer.ts'
import { useConversation } from './use-conversation.ts'

/** The conversation's title and what can be done with it; the way to the list where that is hidden. */
export function TopBar({ conversationId }: { conversationId: string | null }) {
  const conversation = useConversation(conversationId)
  const open = useStore(isSidebarOpen)
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2 touch:h-14">
      <title>{conversation ? `${conversation.title} · Parley` : 'Parley'}</title>
      <IconButton label="Open the list" className="md:hidden" onClick={openSheet}>
        <PanelLeft size={18} aria-hidden />
      </IconButton>
      {!open && (
        <IconButton label="Show the list" className="hidden md:inline-flex" onClick={showSidebar}>
          <PanelLeft size={18} aria-hidden />
        </IconButton>
      )}
      <div className="flex min-w-0 flex-1 items-center gap-1 px-1">
        {conversation && <Title key={conversation.id} {...conversation} />}
      </div>
      <Link
        to="/"
        aria-label="New chat"
        title="New chat"
        className={classes(
          'inline-flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-sunken hover:text-ink touch:size-10',
          open && 'md:hidden',
        )}
      >
        <SquarePen size={17} aria-hidden />
      </Link>
    </header>
  )
}

function Title({ id, title, pinnedAt }: { id: string; title: string; pinnedAt: Date | null }) {
  const menu = useRef<HTMLButtonElement>(null)
  const actions = useConversationActions({ id, title })
  const { renaming, start, done } = useRenaming(actions.rename, menu)
  return (
    <>
      {renaming ? (
        <div className="w-full max-w-md">
          <TitleField title={title} onDone={done} />
        </div>
      ) : (
        <h1 dir="auto" title={title} className="truncate text-sm font-medium text-ink-soft">
          {title}
        </h1>
      )}
      <ConversationMenu
        title={title}
        pinned={pinnedAt !== null}
        actions={actions}
        onRename={start}
        onRemove={() => {
          focusComposer()
          actions.remove()
        }}
        button={menu}
        align="start"
        {...(renaming && { className: 'invisible' })}
      />
    </>
  )
}
