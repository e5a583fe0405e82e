import { errorOf } from '@parley/client'

import { trpc } from '../../api/trpc.ts'
import { readStored, writeStored } from '../../storage.ts'
import { createStore, useStore } from '../../store.ts'
import { toastProblem } from '../../ui/toast.ts'
import { useConversation } from '../use-conversation.ts'
import { useModels } from './use-models.ts'

/** The model for the next new chat: the one chosen last. */
const nextModel = createStore<string | null>(readStored('model'))

/** The model that answers here, and a way to change it. Null: the server's default. */
export function useModelChoice(conversationId: string | null) {
  const utils = trpc.useUtils()
  const { models, defaultModel } = useModels()
  const conversation = useConversation(conversationId)
  const next = useStore(nextModel)
  const update = trpc.conversations.update.useMutation({
    onMutate: ({ id, model }) =>
      utils.conversations.get.setData({ id }, (data) => data && { ...data, model: model ?? null }),
    onError: (error) => toastProblem(`The model was not changed: ${errorOf(error).message}`),
    onSettled: (_data, _error, { id }) => utils.conversations.get.invalidate({ id }),
  })

  const listed = models.some((model) => model.id === next) ? next : null
  const chosen = conversationId === null ? listed : (conversation?.model ?? null)
  const choose = (id: string) => {
    writeStored('model', id)
    nextModel.set(id)
    if (conversationId !== null) update.mutate({ id: conversationId, model: id })
  }
  return { models, chosen, current: chosen ?? defaultModel, choose }
}
