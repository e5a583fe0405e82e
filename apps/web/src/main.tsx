import './without-eval.ts'
import './styles/index.css'
import { createConnection } from '@parley/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { createQueryClient } from './api/query-client.ts'
import { noteSocket } from './api/reachability.ts'
import { trpc } from './api/trpc.ts'
import { prepareMarkdown } from './chat/markdown/markdown.tsx'
import { router } from './routes.tsx'
import { GuestGate } from './sign-in/guest-gate.tsx'
import { ToastArea } from './ui/toast-area.tsx'

// A conversation needs it at once; elsewhere it comes while nothing else is to do.
if (location.pathname.startsWith('/c/')) prepareMarkdown()
else if ('requestIdleCallback' in window) requestIdleCallback(prepareMarkdown)

const queryClient = createQueryClient()
const connection = createConnection({ url: location.origin, onState: noteSocket })
const client = trpc.createClient({ links: connection.links })

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')

createRoot(root).render(
  <StrictMode>
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <GuestGate>
          <RouterProvider router={router} />
        </GuestGate>
        <ToastArea />
      </QueryClientProvider>
    </trpc.Provider>
  </StrictMode>,
)
