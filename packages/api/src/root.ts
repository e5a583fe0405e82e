import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

import { changes } from './routers/changes.ts'
import { chat } from './routers/chat.ts'
import { conversations } from './routers/conversations.ts'
import { messages } from './routers/messages.ts'
import { models } from './routers/models.ts'
import { tasks } from './routers/tasks.ts'
import { router } from './trpc.ts'

export const appRouter = router({ changes, chat, conversations, messages, models, tasks })

export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>
