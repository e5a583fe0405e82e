import { useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/** A title that can be changed in place. Done by a key, the focus goes back to where it is of use. */
export function useRenaming(rename: (title: string) => void, focusAfter: RefObject<HTMLElement | null>) {
  const [renaming, setRenaming] = useState(false)
  return {
    renaming,
    start: () => setRenaming(true),
    /** `next` is null when nothing is to be changed. */
    done: (next: string | null, byKey: boolean) => {
      flushSync(() => setRenaming(false))
      if (next !== null) rename(next)
      if (byKey) focusAfter.current?.focus()
    },
  }
}
