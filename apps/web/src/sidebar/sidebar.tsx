import { Link } from '@tanstack/react-router'
import { PanelLeftClose, SquarePen } from 'lucide-react'

import { IconButton } from '../ui/button.tsx'
import { ConversationList } from './conversation-list.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The list of conversations with the way to a new one above and the settings below. */
export function Sidebar({ onHide }: { onHide: () => void }) {
  return (
    <nav aria-label="Conversations" className="flex h-full flex-col bg-surface">
      <div className="flex h-12 shrink-0 items-center justify-between pr-2 pl-4 touch:h-14">
        <Link
          to="/"
          className="inline-flex items-center rounded-sm text-lg touch:min-h-10 touch:pr-3 font-semibold tracking-tight"
        >
          Parley
        </Link>
        <IconButton label="Hide the list" onClick={onHide}>
          <PanelLeftClose size={18} aria-hidden />
        </IconButton>
      </div>
      <div className="px-3 pt-1 pb-3">
        <Link
          to="/"
          className="flex h-9 items-center justify-center gap-2 rounded-sm bg-fill text-sm font-medium text-fill-ink transition-colors duration-120 hover:bg-fill-strong touch:h-11"
        >
          <SquarePen size={16} aria-hidden />
          New chat
        </Link>
      </div>
      <div data-scroller className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-2">
        <ConversationList />
      </div>
      <div className="flex items-center justify-between border-t border-line p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <span className="text-xs text-ink-faint">Guest</span>
        <ThemeSwitch />
      </div>
    </nav>
  )
}
