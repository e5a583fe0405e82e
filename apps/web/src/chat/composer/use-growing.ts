import { useLayoutEffect, type RefObject } from 'react'

/**
 * Makes a field as high as its text, also when its width changes; its max-height in CSS is the limit, from where it has
 * `data-scrolls`.
 */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (field.current !== null) fit(field.current)
  }, [field, text])

  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    let width = element.clientWidth
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      fit(element)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [field])
}

function fit(element: HTMLTextAreaElement): void {
  element.style.height = 'auto'
  element.style.height = `${element.scrollHeight}px`
  element.toggleAttribute('data-scrolls', element.scrollHeight > element.clientHeight)
}
