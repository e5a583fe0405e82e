import type { Message } from '@parley/client'
import { useMutation } from '@tanstack/react-query'
import { useLayoutEffect, type RefObject } from 'react'

import { trpc } from '../../api/trpc.ts'
import { showVersion, toastNotShown } from '../thread/show-version.ts'

export type Step = -1 | 1

type Versioned = Pick<Message, 'id' | 'conversationId' | 'parentId'>

/** Where a version is on its way in, to which the focus goes on; versions have their parent in common. */
let awaited: (Pick<Versioned, 'conversationId' | 'parentId'> & { step: Step }) | null = null

/** The way to the other versions of a message. The focus stays on the button, which comes anew with the version. */
export function useVersions({ id, conversationId, parentId }: Versioned, group: RefObject<HTMLElement | null>) {
  const utils = trpc.useUtils()
  const { mutate, isPending } = useMutation({
    mutationFn: (step: Step) => {
      awaited = { conversationId, parentId, step }
      return showVersion(utils, { conversationId, messageId: id }, step)
    },
    onError: (error) => {
      awaited = null
      toastNotShown(error)
    },
  })

  useLayoutEffect(() => {
    if (awaited?.conversationId !== conversationId || awaited.parentId !== parentId) return
    const button = group.current?.querySelector<HTMLElement>(`[data-step="${awaited.step}"]`)
    awaited = null
    // Whoever has gone on to something else keeps it.
    if (document.activeElement === document.body) button?.focus({ preventScroll: true })
  }, [id, conversationId, parentId, group])

  return { busy: isPending, show: (step: Step) => !isPending && mutate(step) }
}
