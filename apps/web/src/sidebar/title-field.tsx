import { limits, takeChars } from '@parley/contract'
import { useEffect, useRef } from 'react'

interface TitleFieldProps {
  title: string
  /** The new title, null when it stays; and whether a key ended it, so that the focus has to go somewhere. */
  onDone: (title: string | null, byKey: boolean) => void
}

/** A title in place of itself, to be changed. Enter or leaving keeps the change, Escape drops it. */
export function TitleField({ title, onDone }: TitleFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => field.current?.select(), [])

  const finish = (value: string | null, byKey: boolean) => {
    if (done.current) return
    done.current = true
    const next = value === null ? '' : takeChars(value.trim(), limits.titleChars)
    onDone(next === '' || next === title ? null : next, byKey)
  }

  return (
    <input
      ref={field}
      dir="auto"
      autoFocus
      aria-label="Title"
      defaultValue={title}
      maxLength={limits.titleChars}
      onBlur={(event) => finish(event.target.value, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') {
          // The key is used up: it must not press what gets the focus next.
          event.preventDefault()
          finish(event.currentTarget.value, true)
        }
        if (event.key === 'Escape') {
          event.stopPropagation()
          finish(null, true)
        }
      }}
      className="h-9 w-full min-w-0 rounded-sm border border-accent bg-raised px-2 text-sm outline-none touch:h-11 touch:text-lg"
    />
  )
}
