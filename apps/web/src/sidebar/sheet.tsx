import { Dialog } from '@base-ui/react/dialog'
import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'

import { useStore } from '../store.ts'
import { closeSheet, isSheetOpen, openSheet } from './frame-state.ts'
import { Sidebar } from './sidebar.tsx'

/** The list on a phone: a sheet from the left edge that goes when something is chosen. */
export default function Sheet() {
  const open = useStore(isSheetOpen)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => closeSheet, [path])

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next, { reason, event }) => {
        if (next) openSheet()
        // Escape in a field, a title that is changed, ends only that.
        else if (reason !== 'escape-key' || !(event.target instanceof HTMLInputElement)) closeSheet()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Popup
          aria-label="Conversations"
          className="sheet fixed inset-y-0 left-0 z-50 w-[min(20rem,86vw)] border-r border-line shadow-float md:hidden"
        >
          <Sidebar onHide={closeSheet} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
