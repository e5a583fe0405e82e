import type { AppRouter, FollowEvent } from '@parley/api'
import { followInput, newId, type Body, type Follow } from '@parley/contract'
import { createTRPCClient, TRPCClientError, type TRPCClient } from '@trpc/client'
import { observable } from '@trpc/server/observable'

type Message = Extract<FollowEvent, { type: 'finish' }>['message']

/** What one subscription gives, and the error it ends with; null ends it quietly. */
export interface Scripted {
  events: { id: string; data: FollowEvent }[]
  error: Error | null
}

/** A client whose `chat.follow` is played by `play`, once a subscription. */
export function scriptedClient(play: (input: Follow) => Scripted): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      () =>
        ({ op }) =>
          observable((observer) => {
            const { events, error } = play(followInput.parse(op.input))
            for (const data of events) observer.next({ result: { type: 'data', data } })
            if (error === null) observer.complete()
            else observer.error(TRPCClientError.from(error))
          }),
    ],
  })
}

export const ref = { conversationId: newId(), messageId: newId() }

export const answerWith = (body: Body, status: Message['status']): Message => ({
  conversationId: ref.conversationId,
  id: ref.messageId,
  parentId: null,
  seq: 2,
  role: 'assistant',
  status,
  ...body,
  model: 'demo:offline',
  usage: null,
  error: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
})
