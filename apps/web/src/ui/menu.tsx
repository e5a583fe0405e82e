import { cloneElement, lazy, Suspense, useState, type ComponentProps, type ReactElement, type ReactNode } from 'react'

const load = () => import('./menu-popup.tsx')
const MenuPopup = lazy(load)

export interface MenuAction {
  label: string
  icon: ReactNode
  danger?: boolean
  onSelect: () => void
}

export interface MenuChoice {
  label: string
  value: string
  options: { value: string; name: string; note?: string }[]
  onChange: (value: string) => void
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<'button'>>
  /** Things to do, or one of several values. */
  content: { actions: MenuAction[] } | { choice: MenuChoice }
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
}

/**
 * A list that opens from a button. The menu comes with the first hand that reaches for it, so that a page with a hundred
 * of them pays for a hundred buttons.
 */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  })
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <MenuPopup {...props} />
    </Suspense>
  )
}
