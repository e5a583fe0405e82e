import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

import { useHoldVersion } from './use-hold-version.ts'

/** How near to the end counts as being there, in pixels. */
const NEAR = 24

interface Stick {
  atEnd: boolean
  toEnd: () => void
}

/**
 * Keeps the end in view while the reader is there, and lets go as soon as the reader scrolls up or chooses a version.
 * The only owner of scrollTop besides useKeepPlace and useHoldVersion.
 */
export function useStickToBottom(
  scroller: RefObject<HTMLElement | null>,
  /** All that scrolls, the composer below the thread included: its growth must not cover the end. */
  content: RefObject<HTMLElement | null>,
  /** Another one begins at its end; without one the page begins at its start and is let alone. */
  thread: string | null,
): Stick {
  const sticks = useRef(true)
  const lastTop = useRef(0)
  const [atEnd, setAtEnd] = useState(true)

  const look = useCallback(() => {
    const view = scroller.current
    if (view === null) return
    lastTop.current = view.scrollTop
    setAtEnd(sticks.current || gapOf(view) < NEAR)
  }, [scroller])
  const onHold = useCallback(
    (isHeld: boolean) => {
      sticks.current = !isHeld && scroller.current !== null && gapOf(scroller.current) < 2
      look()
    },
    [scroller, look],
  )
  const { isHeld, fitRoom, leaveRoom } = useHoldVersion(scroller, content, onHold)

  const toEnd = useCallback(() => {
    leaveRoom()
    sticks.current = true
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
    look()
  }, [scroller, leaveRoom, look])

  useLayoutEffect(() => {
    if (thread !== null) return toEnd()
    leaveRoom()
    sticks.current = false
    setAtEnd(true)
    if (scroller.current) scroller.current.scrollTop = 0
  }, [toEnd, leaveRoom, thread, scroller])

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null || content.current === null || thread === null) return
    lastTop.current = view.scrollTop

    const onScroll = () => {
      const gap = gapOf(view)
      const wentUp = view.scrollTop < lastTop.current - 1
      if (isHeld()) sticks.current = false
      else if (gap < 2 || (gap < NEAR && !wentUp)) sticks.current = true
      else if (wentUp) sticks.current = false
      look()
      fitRoom()
    }
    const observer = new ResizeObserver(() => {
      if (sticks.current) view.scrollTop = view.scrollHeight
      look()
    })
    observer.observe(content.current)
    observer.observe(view)
    view.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      view.removeEventListener('scroll', onScroll)
    }
  }, [scroller, content, thread, look, isHeld, fitRoom])

  return { atEnd, toEnd }
}

const gapOf = (view: HTMLElement): number => view.scrollHeight - view.clientHeight - view.scrollTop
