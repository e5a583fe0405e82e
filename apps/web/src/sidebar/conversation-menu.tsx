import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'

import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import type { ConversationActions } from './use-conversation-actions.ts'

interface ConversationMenuProps {
  title: string
  pinned: boolean
  actions: ConversationActions
  onRename: () => void
  className?: string
}

export function ConversationMenu({ title, pinned, actions, onRename, className }: ConversationMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions for ${title}`} {...(className !== undefined && { className })}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuItem
        icon={pinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
        onSelect={() => actions.pin(!pinned)}
      >
        {pinned ? 'Unpin' : 'Pin'}
      </MenuItem>
      <MenuItem danger icon={<Trash2 size={16} aria-hidden />} onSelect={actions.remove}>
        Delete
      </MenuItem>
    </Menu>
  )
}
