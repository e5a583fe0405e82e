import { Dialog } from '@base-ui/react/dialog'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

import { closeSheet } from './frame-state.ts'
import { Sidebar } from './sidebar.tsx'

/** The list on a phone: a sheet from the left edge that goes when something is chosen. */
export default function Sheet() {
  const [open, setOpen] = useState(true)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const openedAt = useRef(path)
  useEffect(() => {
    if (path !== openedAt.current) setOpen(false)
  }, [path])

  return (
    <Dialog.Root open={open} onOpenChange={setOpen} onOpenChangeComplete={(shown) => !shown && closeSheet()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Popup
          aria-label="Conversations"
          className="sheet fixed inset-y-0 left-0 z-50 w-[min(20rem,86vw)] border-r border-line shadow-float md:hidden"
        >
          <Sidebar onHide={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
