import type { ComponentProps } from 'react'
import type { ExtraProps } from 'streamdown'

/** A link that a model wrote: it opens only when clicked, in a tab that knows nothing of this one. */
export function MarkdownLink({ href, children, title }: ComponentProps<'a'> & ExtraProps) {
  if (href === undefined || href === '') return children
  if (href.startsWith('#')) return <a href={href}>{children}</a>
  return (
    <a href={href} title={title ?? href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
