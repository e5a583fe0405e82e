import { useEffect, useRef, type RefObject } from 'react'

/** Calls back whenever the element is, or comes, near the view of its `data-scroller`; also again when what it shows has changed. */
export function useOnVisible<Element extends HTMLElement>(onVisible: () => void): RefObject<Element | null> {
  const element = useRef<Element>(null)
  useEffect(() => {
    if (element.current === null) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && onVisible(),
      {
        root: element.current.closest('[data-scroller]'),
        rootMargin: '600px',
      },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [onVisible])
  return element
}
