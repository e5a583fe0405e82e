import type { ComponentProps, MouseEvent } from 'react'
import type { ExtraProps } from 'streamdown'

/** Put before every id that a model wrote, so that it never is one of ours. */
export const ID_PREFIX = 'in-answer-'

/** A link that a model wrote: it opens only when clicked, in a tab that knows nothing of this one. */
export function MarkdownLink({ href, children, title }: ComponentProps<'a'> & ExtraProps) {
  if (href === undefined || href === '') return children
  if (href.startsWith('#')) {
    return (
      <a href={href} onClick={(event) => goInside(event, href.slice(1))}>
        {children}
      </a>
    )
  }
  return (
    <a href={href} title={title ?? href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** To a footnote and back, inside this answer: another one may have the same numbers. */
function goInside(event: MouseEvent<HTMLAnchorElement>, name: string): void {
  event.preventDefault()
  const id = CSS.escape(ID_PREFIX + name)
  event.currentTarget.closest('.prose')?.querySelector(`[id="${id}"]`)?.scrollIntoView({ block: 'center' })
}
