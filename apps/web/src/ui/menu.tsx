import { cloneElement, lazy, Suspense, useState } from 'react'

import type { MenuProps } from './menu-props.ts'

const load = () => import('./menu-popup.tsx')
const MenuPopup = lazy(load)

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
