import type { Message } from '@parley/client'
import { useMutation } from '@tanstack/react-query'
import { useLayoutEffect, type RefObject } from 'react'

import { trpc } from '../../api/trpc.ts'
import { useStore } from '../../store.ts'
import { choosing, showVersion, stepOn, toastNotShown, type Step } from '../thread/show-version.ts'

/** The way to the other versions of a message. The focus stays on the button, which comes anew with the version. */
export function useVersions(
  { id, conversationId }: Pick<Message, 'id' | 'conversationId'>,
  group: RefObject<HTMLElement | null>,
) {
  const utils = trpc.useUtils()
  const { mutate } = useMutation({
    mutationFn: (step: Step) => showVersion(utils, { conversationId, messageId: id }, step),
    onError: toastNotShown,
  })

  useLayoutEffect(() => {
    const choice = choosing.get()
    // Whoever has gone on to something else keeps it.
    if (!choice?.ids.includes(id) || document.activeElement !== document.body) return
    group.current?.querySelector<HTMLElement>(`[data-step="${choice.step}"]`)?.focus({ preventScroll: true })
  }, [id, group])

  return {
    busy: useStore(choosing)?.ids.includes(id) ?? false,
    show: (step: Step) => void (stepOn(id, step) || mutate(step)),
  }
}
