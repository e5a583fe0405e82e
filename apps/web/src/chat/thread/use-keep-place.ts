import { useLayoutEffect, useRef, type RefObject } from 'react'

interface Place {
  id: string
  top: number
}

/** Keeps what the reader looks at where it is when older messages come in above it. */
export function useKeepPlace(scroller: RefObject<HTMLElement | null>, firstId: string | undefined): void {
  const place = useRef<Place | null>(null)

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null || firstId === undefined) return
    const find = (id: string) => view.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
    const before = place.current
    if (before !== null && before.id !== firstId) {
      const moved = find(before.id)
      if (moved !== null) view.scrollTop += moved.offsetTop - before.top
    }
    const first = find(firstId)
    place.current = first && { id: firstId, top: first.offsetTop }
  })
}
