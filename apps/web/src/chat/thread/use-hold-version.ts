import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react'

import { choosing } from './show-version.ts'

/** Where the version that is shown ends on the screen, which is where its switcher is. */
interface Held {
  id: string | undefined
  bottom: number
}

interface Hold {
  isHeld: () => boolean
  /** Gives up the room below the reader, who has scrolled: nothing that is looked at moves. */
  fitRoom: () => void
  leaveRoom: () => void
}

/**
 * Keeps the switcher of a message under the pointer while another version is chosen. A branch that is too short for
 * that gets room below its end.
 */
export function useHoldVersion(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  /** Told when a choice begins, and when it is shown or has failed. */
  onHold: (isHeld: boolean) => void,
): Hold {
  const held = useRef<Held | null>(null)
  const room = useRef(0)

  const { measure, setRoom, ...hold } = useMemo(() => {
    const setRoom = (height: number) => {
      room.current = height
      if (content.current) content.current.style.minHeight = height === 0 ? '' : `max(100%, ${height}px)`
    }
    const measure = () => {
      const ids = choosing.get()?.ids ?? []
      const messages = scroller.current?.querySelectorAll<HTMLElement>('[data-message]') ?? []
      const shown = [...messages].find(({ dataset }) => ids.includes(dataset['message'] ?? ''))
      return shown && { id: shown.dataset['message'], bottom: shown.getBoundingClientRect().bottom }
    }
    return {
      measure,
      setRoom,
      isHeld: () => held.current !== null,
      fitRoom: () => {
        const view = scroller.current
        if (held.current) held.current = measure() ?? null
        if (view && room.current > view.scrollTop + view.clientHeight) setRoom(view.scrollTop + view.clientHeight)
      },
      leaveRoom: () => {
        held.current = null
        setRoom(0)
      },
    }
  }, [scroller, content])

  useEffect(
    () =>
      choosing.subscribe(() => {
        const wasHeld = held.current !== null
        held.current = choosing.get() && (held.current ?? measure() ?? null)
        const isHeld = held.current !== null
        if (isHeld !== wasHeld) onHold(isHeld)
      }),
    [measure, onHold],
  )

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null || held.current === null) return
    const { id, bottom } = held.current
    const now = measure()
    if (now === undefined) {
      // So much follows in the branch that only its end was read.
      held.current = null
      setRoom(0)
      view.scrollTop = view.scrollHeight
      return
    }
    if (now.id === id) return
    const top = view.scrollTop + now.bottom - bottom
    setRoom(top + view.clientHeight)
    view.scrollTop = top
    held.current = { id: now.id, bottom }
  })

  return hold
}
