import type { ReactNode } from 'react'

interface NoticeProps {
  /** What happened. */
  title: string
  /** What is safe and what to do. */
  children: ReactNode
  actions?: ReactNode
}

/** A state that fills the page: nothing found, something failed. */
export function Notice({ title, children, actions }: NoticeProps) {
  return (
    <div
      className="flex min-h-full flex-col items-start justify-center gap-3 px-6 py-16 sm:mx-auto sm:max-w-md"
      role="status"
    >
      <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
      <div className="text-base text-pretty text-ink-soft">{children}</div>
      {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
