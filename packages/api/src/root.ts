import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

import { chat } from './routers/chat.ts'
import { conversations } from './routers/conversations.ts'
import { messages } from './routers/messages.ts'
import { models } from './routers/models.ts'
import { router } from './trpc.ts'

export const appRouter = router({ chat, conversations, messages, models })

export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>
