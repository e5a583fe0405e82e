import type { ComponentProps, ReactElement, ReactNode } from 'react'

export interface MenuAction {
  label: string
  icon: ReactNode
  danger?: boolean
  /** It puts the focus elsewhere: it begins once the menu is gone, and the button does not get the focus back. */
  movesFocus?: boolean
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
