import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** How near to the end counts as being there, in pixels. */
const NEAR = 24

interface Stick {
  atEnd: boolean
  toEnd: () => void
}

/**
 * Keeps the end in view while the reader is there, and lets go as soon as the reader scrolls up. The only owner of
 * scrollTop besides useKeepPlace.
 */
export function useStickToBottom(
  scroller: RefObject<HTMLElement | null>,
  /** All that scrolls, the composer below the thread included: its growth must not cover the end. */
  content: RefObject<HTMLElement | null>,
  /** Another one begins at its end; without one the page begins at its start and is let alone. */
  thread: string | null,
): Stick {
  const sticks = useRef(true)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    sticks.current = true
    setAtEnd(true)
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [scroller])

  useLayoutEffect(() => {
    if (thread !== null) return toEnd()
    sticks.current = false
    setAtEnd(true)
    if (scroller.current) scroller.current.scrollTop = 0
  }, [toEnd, thread, scroller])

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null || content.current === null || thread === null) return
    let lastTop = view.scrollTop

    const onScroll = () => {
      const gap = view.scrollHeight - view.clientHeight - view.scrollTop
      const wentUp = view.scrollTop < lastTop - 1
      lastTop = view.scrollTop
      if (gap < 2 || (gap < NEAR && !wentUp)) sticks.current = true
      else if (wentUp) sticks.current = false
      setAtEnd(sticks.current || gap < NEAR)
    }
    const observer = new ResizeObserver(() => {
      if (sticks.current) view.scrollTop = view.scrollHeight
      lastTop = view.scrollTop
    })
    observer.observe(content.current)
    observer.observe(view)
    view.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      view.removeEventListener('scroll', onScroll)
    }
  }, [scroller, content, thread])

  return { atEnd, toEnd }
}
