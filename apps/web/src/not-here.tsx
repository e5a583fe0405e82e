import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { TopBar } from './chat/top-bar.tsx'
import { Notice } from './ui/notice.tsx'

const unknown = 'The address may be mistyped, or what was here was deleted. Your conversations are in the list.'

interface NotHereProps {
  title: string
  text?: string
  /** What can be done besides beginning anew. */
  action?: ReactNode
}

/** An address that leads nowhere, or no longer. */
export function NotHere({ title, text = unknown, action }: NotHereProps) {
  return (
    <div className="flex h-full flex-col">
      <TopBar conversationId={null} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Notice
          title={title}
          actions={
            <>
              <Link
                to="/"
                className="inline-flex h-9 items-center rounded-sm bg-fill px-3 text-sm font-medium text-fill-ink hover:bg-fill-strong touch:h-11"
              >
                New chat
              </Link>
              {action}
            </>
          }
        >
          {text}
        </Notice>
      </div>
    </div>
  )
}
