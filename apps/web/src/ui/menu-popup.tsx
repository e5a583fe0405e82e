import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { useRef } from 'react'

import { classes } from './classes.ts'
import type { MenuAction, MenuChoice, MenuProps } from './menu-props.ts'

const itemLook =
  'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-sunken touch:min-h-11'

/** The menu itself; it is open from the start, because its button was pressed to get it. */
export default function MenuPopup({ trigger, content, side = 'bottom', align = 'start' }: MenuProps) {
  const chosen = useRef<MenuAction | null>(null)
  const choose = (action: MenuAction) => {
    if (action.movesFocus) chosen.current = action
    else action.onSelect()
  }
  return (
    <Base.Root
      defaultOpen
      modal={false}
      onOpenChange={(open) => {
        if (open) chosen.current = null
      }}
      onOpenChangeComplete={(open) => !open && chosen.current?.onSelect()}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            finalFocus={() => chosen.current === null}
            className="popup max-h-(--available-height) max-w-[min(20rem,calc(100vw-1rem))] min-w-44 overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-float outline-none"
          >
            {'choice' in content ? (
              <Choice {...content.choice} />
            ) : (
              content.actions.map((action) => <Action key={action.label} action={action} onChoose={choose} />)
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Action({ action, onChoose }: { action: MenuAction; onChoose: (action: MenuAction) => void }) {
  return (
    <Base.Item className={classes(itemLook, action.danger ? 'text-bad' : 'text-ink')} onClick={() => onChoose(action)}>
      {action.icon}
      {action.label}
    </Base.Item>
  )
}

function Choice({ label, value, options, onChange }: MenuChoice) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: unknown) => typeof next === 'string' && onChange(next)}>
      <Base.Group>
        <Base.GroupLabel className="px-2.5 pt-1 pb-1.5 text-xs text-ink-faint">{label}</Base.GroupLabel>
        {options.map((option) => (
          <Base.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick
            className={classes(itemLook, 'text-ink')}
          >
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
