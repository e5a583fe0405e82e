import type { ComponentProps } from 'react'
import type { ExtraProps } from 'streamdown'

/** A table that scrolls inside itself when it is wider than the page. */
export function MarkdownTable({ children }: ComponentProps<'table'> & ExtraProps) {
  return (
    <div className="table-scroll my-[1em] overflow-x-auto" role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  )
}
