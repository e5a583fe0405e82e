import type { Message } from '@parley/client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'

import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import type { Step } from '../thread/show-version.ts'
import { useVersions } from './use-versions.ts'

/** Which version of a question or an answer is shown, and the way to the others. Nothing where there is only one. */
export function VersionSwitcher({ message }: { message: Message }) {
  return message.siblingCount > 1 && <Switcher message={message} />
}

const sides = [
  { step: -1, label: 'Previous version', key: 'ArrowLeft', Icon: ChevronLeft },
  { step: 1, label: 'Next version', key: 'ArrowRight', Icon: ChevronRight },
] as const

function Switcher({ message }: { message: Message }) {
  const { siblingCount, siblingIndex } = message
  const group = useRef<HTMLDivElement>(null)
  const { busy, show } = useVersions(message, group)
  const isThere = (step: Step) => siblingIndex + step >= 0 && siblingIndex + step < siblingCount
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const side = sides.find((item) => item.key === key)
    if (side && isThere(side.step)) show(side.step)
  }
  const [previous, next] = sides.map(({ step, label, Icon }) => (
    <IconButton
      key={step}
      label={label}
      data-step={step}
      // Not `disabled`: at either end the focus would be lost.
      aria-disabled={!isThere(step)}
      onClick={() => isThere(step) && show(step)}
      onKeyDown={onKeyDown}
      className={classes(
        'focus-visible:outline-offset-[-2px] touch:size-11',
        !isThere(step) && 'cursor-default! hover:bg-transparent!',
      )}
    >
      <Icon size={16} aria-hidden className={classes(!isThere(step) && 'opacity-35')} />
    </IconButton>
  ))
  return (
    <div
      ref={group}
      role="group"
      aria-label={`Version ${siblingIndex + 1} of ${siblingCount}`}
      aria-busy={busy}
      className="flex shrink-0 items-center gap-1"
    >
      {previous}
      <span aria-hidden className="min-w-8 text-center text-xs text-ink-soft tabular-nums">
        {siblingIndex + 1} / {siblingCount}
      </span>
      {next}
    </div>
  )
}
