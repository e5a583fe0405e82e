import { Link } from '@tanstack/react-router'

import { Notice } from '../../ui/notice.tsx'

export function NoSuchConversation() {
  return (
    <Notice
      title="There is no such conversation here"
      actions={
        <Link
          to="/"
          className="inline-flex h-9 items-center rounded-sm bg-accent px-3 text-sm font-medium text-accent-ink hover:bg-accent-strong touch:h-11"
        >
          New chat
        </Link>
      }
    >
      It may have been deleted, or it belongs to someone else. Your own conversations are in the list.
    </Notice>
  )
}
