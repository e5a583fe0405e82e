import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'

import { useChanges } from './changes/use-changes.ts'
import { LiveAnswersContext, useLiveAnswers } from './chat/thread/use-live-message.ts'
import { hideSidebar, isSheetOpen, isSidebarOpen } from './sidebar/frame-state.ts'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useStore } from './store.ts'

const Sheet = lazy(() => import('./sidebar/sheet.tsx'))

/** What stays while pages change: the list, and the followers of answers and of all that changes elsewhere. */
export function Frame() {
  useChanges()
  const open = useStore(isSidebarOpen)
  const sheet = useStore(isSheetOpen)
  const [wanted, setWanted] = useState(sheet)
  if (sheet && !wanted) setWanted(true)
  return (
    <LiveAnswersContext value={useLiveAnswers()}>
      <a
        href="#message"
        className="sr-only z-70 rounded-sm bg-fill px-3 py-2 text-sm text-fill-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Go to the message field
      </a>
      <div className="flex h-full">
        {open && (
          <aside className="hidden w-68 shrink-0 border-r border-line md:block">
            <Sidebar onHide={hideSidebar} />
          </aside>
        )}
        <main className="min-w-0 flex-1">
          <Outlet />
        </main>
      </div>
      <Suspense>{wanted && <Sheet />}</Suspense>
    </LiveAnswersContext>
  )
}
