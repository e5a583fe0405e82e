import { X } from 'lucide-react'
import { useEffect, useState } from 'react'

import { useStore } from '../store.ts'
import { closeToast, toasts, type Toast } from './toast.ts'

/** How long a toast stays, in milliseconds, unless a hand or the focus is on it. */
const STAYS = 8_000

export function ToastArea() {
  const shown = useStore(toasts)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 top-[calc(env(safe-area-inset-top)+0.75rem)] z-60 mx-auto flex max-w-md flex-col items-center gap-2"
    >
      {shown.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastView({ toast: { id, text, choice } }: { toast: Toast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => closeToast(id), STAYS)
    return () => clearTimeout(timer)
  }, [id, held])

  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="appears pointer-events-auto flex max-w-full items-center gap-1 rounded-lg bg-ink py-1 pr-1 pl-4 text-sm text-ground shadow-float"
    >
      <p className="min-w-0 py-1.5 pr-2 wrap-anywhere">{text}</p>
      {choice && (
        <button
          type="button"
          onClick={() => {
            closeToast(id)
            choice.onChoose()
          }}
          className="h-8 shrink-0 rounded-sm px-3 font-semibold underline underline-offset-3 hover:bg-ground/15 focus-visible:outline-offset-[-2px] focus-visible:outline-ground touch:h-10"
        >
          {choice.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Close"
        onClick={() => closeToast(id)}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-sm hover:bg-ground/15 focus-visible:outline-offset-[-2px] focus-visible:outline-ground touch:size-10"
      >
        <X size={15} aria-hidden />
      </button>
    </div>
  )
}
