import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'

import { ChatPage } from './chat/chat-page.tsx'
import { Frame } from './frame.tsx'
import { NotHere } from './not-here.tsx'

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <NotHere title="There is nothing at this address" />,
})

// One component for both, so that the page is not built anew when the first message gives the chat its address.
const chat = createRoute({ getParentRoute: () => root, id: 'chat', component: ChatPage })
const newChat = createRoute({ getParentRoute: () => chat, path: '/' })
const conversation = createRoute({ getParentRoute: () => chat, path: '/c/$conversationId' })

export const router = createRouter({
  routeTree: root.addChildren([chat.addChildren([newChat, conversation])]),
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
