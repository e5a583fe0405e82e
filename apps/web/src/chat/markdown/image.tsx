import type { ComponentProps } from 'react'
import type { ExtraProps } from 'streamdown'

/**
 * An image that a model wrote. From here it is shown; from elsewhere it is a link, because loading it would tell its
 * host that, when and with which words this answer was read.
 */
export function MarkdownImage({ src, alt, title }: ComponentProps<'img'> & ExtraProps) {
  const url = typeof src === 'string' ? parse(src) : null
  if (url === null) return alt === undefined ? null : <span>{alt}</span>
  if (url.origin === location.origin) return <img src={url.href} alt={alt ?? ''} title={title} loading="lazy" />
  return (
    <a href={url.href} title={url.href} target="_blank" rel="noopener noreferrer nofollow">
      {alt ? `Image: ${alt}` : 'Image'} ({url.host})
    </a>
  )
}

function parse(src: string): URL | null {
  const url = URL.parse(src, location.origin)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null
}
