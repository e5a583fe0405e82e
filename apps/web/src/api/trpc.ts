import type { AppRouter } from '@parley/client'
import { createTRPCReact } from '@trpc/react-query'

/** The server's procedures as hooks, typed by its router. */
export const trpc = createTRPCReact<AppRouter>()

export type TrpcUtils = ReturnType<typeof trpc.useUtils>
