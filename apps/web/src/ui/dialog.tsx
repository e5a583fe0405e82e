import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

import { IconButton } from './button.tsx'

interface DialogProps {
  /** Called when it is gone. */
  onClose: () => void
  title: string
  description?: string
  children: ReactNode
}

/** A dialog over the page, open for as long as it is there. It traps the focus and gives it back. */
export function Dialog({ onClose, title, description, children }: DialogProps) {
  return (
    <Base.Root defaultOpen onOpenChangeComplete={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-40 bg-scrim" />
        <Base.Popup className="popup fixed inset-x-3 top-[max(1rem,12dvh)] z-50 mx-auto flex max-h-[80dvh] max-w-lg flex-col rounded-lg border border-line bg-raised shadow-float">
          <div className="flex items-start gap-3 px-5 pt-4">
            <Base.Title className="flex-1 pt-1 text-lg font-semibold text-balance touch:pt-2">{title}</Base.Title>
            <Base.Close render={<IconButton label="Close" className="-mr-2" />}>
              <X size={18} aria-hidden />
            </Base.Close>
          </div>
          <div className="overflow-y-auto px-5 pt-1 pb-5">
            {description && (
              <Base.Description className="mb-3 text-sm text-pretty text-ink-soft">{description}</Base.Description>
            )}
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
