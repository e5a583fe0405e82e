import { errorOf } from '@parley/client'

import { trpc } from '../api/trpc.ts'
import { NotHere } from '../not-here.tsx'
import { Button } from '../ui/button.tsx'
import { toastProblem } from '../ui/toast.ts'

/** In the place of a conversation that this tab has shown and that is in the trash by now, or erased. */
export function DeletedElsewhere({ conversationId }: { conversationId: string }) {
  const utils = trpc.useUtils()
  const restore = trpc.conversations.restore.useMutation({
    onSuccess: () =>
      Promise.all([
        utils.conversations.list.invalidate(),
        utils.conversations.get.invalidate({ id: conversationId }),
        utils.messages.list.invalidate({ conversationId }),
      ]),
    onError: (thrown) => {
      const { reason, message } = errorOf(thrown)
      toastProblem(`Not restored: ${reason === 'NOT_FOUND' ? 'it was erased for good.' : message}`)
    },
  })
  return (
    <NotHere
      title="This conversation was deleted elsewhere"
      text="What you were writing is kept on this device."
      action={
        <Button look="outline" disabled={restore.isPending} onClick={() => restore.mutate({ id: conversationId })}>
          Restore
        </Button>
      }
    />
  )
}
