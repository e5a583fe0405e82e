import { Toast as Base } from '@base-ui/react/toast'
import type { ReactNode } from 'react'

const manager = Base.createToastManager()

/** Tells what was done, with one way to take it back. For a message's state use the line beside the message. */
export function toastUndo(text: string, onUndo: () => void): void {
  const id = manager.add({
    description: text,
    timeout: 8_000,
    actionProps: {
      children: 'Undo',
      onClick: () => {
        manager.close(id)
        onUndo()
      },
    },
  })
}

/** Tells that something could not be done. */
export const toastProblem = (text: string): string =>
  manager.add({ description: text, priority: 'high', timeout: 8_000 })

export function ToastArea({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-3 bottom-[calc(env(safe-area-inset-bottom)+1rem)] z-60 mx-auto flex max-w-md flex-col items-center gap-2">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="popup flex w-fit max-w-full items-center gap-3 rounded-lg bg-ink py-1.5 pr-1.5 pl-4 text-sm text-ground shadow-float data-limited:hidden"
    >
      <Base.Content className="flex min-w-0 items-center gap-3">
        <Base.Description className="min-w-0 truncate py-1.5" />
        <Base.Action className="h-8 rounded-sm px-3 font-semibold text-ground underline underline-offset-3 outline-offset-0 hover:bg-ground/15 focus-visible:outline-ground touch:h-10" />
      </Base.Content>
    </Base.Root>
  ))
}
