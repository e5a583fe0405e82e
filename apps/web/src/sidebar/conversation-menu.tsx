import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import type { Ref } from 'react'

import { IconButton } from '../ui/button.tsx'
import type { MenuAction } from '../ui/menu-props.ts'
import { Menu } from '../ui/menu.tsx'
import type { ConversationActions } from './use-conversation-actions.ts'

interface ConversationMenuProps {
  title: string
  pinned: boolean
  actions: ConversationActions
  onRename: () => void
  /** Deletes, and puts the focus where it goes on. */
  onRemove: () => void
  button?: Ref<HTMLButtonElement>
  align?: 'start' | 'end'
  className?: string
}

export function ConversationMenu({
  title,
  pinned,
  actions,
  onRename,
  onRemove,
  button,
  align = 'end',
  className = '',
}: ConversationMenuProps) {
  const pin: MenuAction = pinned
    ? { label: 'Unpin', icon: <PinOff size={16} aria-hidden />, onSelect: () => actions.pin(false) }
    : { label: 'Pin', icon: <Pin size={16} aria-hidden />, onSelect: () => actions.pin(true) }
  return (
    <Menu
      align={align}
      trigger={
        <IconButton ref={button} label={`Actions for ${title}`} className={className}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
      content={{
        actions: [
          { label: 'Rename', icon: <Pencil size={16} aria-hidden />, movesFocus: true, onSelect: onRename },
          pin,
          {
            label: 'Delete',
            icon: <Trash2 size={16} aria-hidden />,
            danger: true,
            movesFocus: true,
            onSelect: onRemove,
          },
        ],
      }}
    />
  )
}
