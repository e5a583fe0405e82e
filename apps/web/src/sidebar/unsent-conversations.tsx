import type { ConversationSummary } from '@parley/client'
import { Link } from '@tanstack/react-router'

import { unsentStore } from '../chat/sending/unsent.ts'
import { useStore } from '../store.ts'

/** Conversations whose first message the server has not confirmed. */
export function UnsentConversations({ known }: { known: readonly ConversationSummary[] }) {
  const unsent = useStore(unsentStore)
  const items = unsent.filter((item) => item.startsConversation && !known.some(({ id }) => id === item.conversationId))
  if (items.length === 0) return null
  return (
    <ul aria-label="Not sent yet" className="mb-2">
      {items.map(({ messageId, conversationId, content, problem }) => (
        <li key={messageId}>
          <Link
            to="/c/$conversationId"
            params={{ conversationId }}
            className="block rounded-sm px-2.5 py-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink touch:py-3"
          >
            <span dir="auto" className="block truncate">
              {content.trim().split('\n', 1)[0]}
            </span>
            {problem !== null && <span className="block text-xs text-bad">Not sent</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
