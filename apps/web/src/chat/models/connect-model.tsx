import { lazy, Suspense, useState } from 'react'

import { TextButton } from '../../ui/button.tsx'

const ConnectDialog = lazy(() => import('./connect-dialog.tsx'))

/** The demo model's one link: how to put a real model in its place. */
export function ConnectModel() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <TextButton className="shrink-0 px-1 text-sm" onClick={() => setOpen(true)}>
        Connect a model
      </TextButton>
      <Suspense>{open && <ConnectDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
