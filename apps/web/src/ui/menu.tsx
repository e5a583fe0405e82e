import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

import { classes } from './classes.ts'

const itemLook =
  'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm text-ink outline-none select-none data-highlighted:bg-sunken touch:min-h-11'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  children: ReactNode
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
}

/** A list of actions that opens from a button. */
export function Menu({ trigger, children, side = 'bottom', align = 'start' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup className="popup max-h-(--available-height) max-w-[min(20rem,calc(100vw-1rem))] min-w-44 overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface MenuItemProps {
  icon: ReactNode
  danger?: boolean
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ icon, danger = false, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item className={classes(itemLook, danger && 'text-bad')} onClick={onSelect}>
      {icon}
      {children}
    </Base.Item>
  )
}

interface MenuChoiceProps {
  label: string
  value: string
  onChange: (value: string) => void
  options: { value: string; name: string; note?: string }[]
}

/** One of several values, inside a menu. */
export function MenuChoice({ label, value, onChange, options }: MenuChoiceProps) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: unknown) => typeof next === 'string' && onChange(next)}>
      <Base.Group>
        <Base.GroupLabel className="px-2.5 pt-1 pb-1.5 text-xs text-ink-faint">{label}</Base.GroupLabel>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={itemLook}>
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.name}</span>
              {option.note && <span className="block truncate text-xs text-ink-faint">{option.note}</span>}
            </span>
            <Base.RadioItemIndicator className="text-accent">
              <Check size={16} aria-hidden />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.Group>
    </Base.RadioGroup>
  )
}
