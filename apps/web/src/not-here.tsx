import { Link } from '@tanstack/react-router'

import { TopBar } from './chat/top-bar.tsx'
import { Notice } from './ui/notice.tsx'

/** An address that leads nowhere. */
export function NotHere({ title }: { title: string }) {
  return (
    <div className="flex h-full flex-col">
      <TopBar conversationId={null} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Notice
          title={title}
          actions={
            <Link
              to="/"
              className="inline-flex h-9 items-center rounded-sm bg-fill px-3 text-sm font-medium text-fill-ink hover:bg-fill-strong touch:h-11"
            >
              New chat
            </Link>
          }
        >
          The address may be mistyped, or what was here was deleted. Your conversations are in the list.
        </Notice>
      </div>
    </div>
  )
}
