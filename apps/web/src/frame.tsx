import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

import { reachable } from './api/reachability.ts'
import { LiveAnswersContext, useLiveAnswers } from './chat/thread/use-live-message.ts'
import { hideSidebar, isSheetOpen, isSidebarOpen } from './sidebar/frame-state.ts'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useStore } from './store.ts'

const Sheet = lazy(() => import('./sidebar/sheet.tsx'))

/** What stays while pages change: the list, the bar that tells when the server is away, the follower of answers. */
export function Frame() {
  const open = useStore(isSidebarOpen)
  const sheet = useStore(isSheetOpen)
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
        <main className="flex min-w-0 flex-1 flex-col">
          <AwayBar />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
      </div>
      <Suspense>{sheet && <Sheet />}</Suspense>
    </LiveAnswersContext>
  )
}

function AwayBar() {
  const here = useStore(reachable)
  return (
    <div role="status">
      {!here && (
        <p className="border-b border-line bg-surface px-4 py-1.5 text-center text-sm text-warn">
          The server does not answer. What you see stays readable, and what you type is kept on this device.
        </p>
      )}
    </div>
  )
}
