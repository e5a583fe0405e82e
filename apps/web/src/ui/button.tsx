import type { ComponentProps } from 'react'

import { classes } from './classes.ts'

const looks = {
  primary: 'bg-fill text-fill-ink hover:bg-fill-strong disabled:bg-sunken disabled:text-ink-faint',
  outline: 'border border-edge/60 bg-raised text-ink hover:border-edge hover:bg-surface',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-bad text-ground hover:opacity-90',
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks
}

export function Button({ look = 'quiet', className, type = 'button', ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      className={classes(
        'inline-flex h-9 items-center justify-center gap-2 rounded-sm px-3 text-sm font-medium whitespace-nowrap',
        'transition-colors duration-120 disabled:cursor-not-allowed touch:h-11',
        looks[look],
        className,
      )}
    />
  )
}

/** A button that shows only an icon; the label is its name and its hint. */
export function IconButton({
  label,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      {...props}
      type={type}
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-sm text-ink-soft transition-colors duration-120',
        'hover:bg-sunken hover:text-ink data-popup-open:bg-sunken data-popup-open:text-ink',
        'disabled:cursor-not-allowed disabled:opacity-50 touch:size-10',
        className,
      )}
    />
  )
}

/** An action inside a sentence. */
export function TextButton({ className, type = 'button', ...props }: ComponentProps<'button'>) {
  return (
    <button
      {...props}
      type={type}
      className={classes(
        'rounded-sm font-medium text-accent underline decoration-1 underline-offset-3 hover:text-accent-strong',
        'hover:decoration-2 disabled:opacity-50 touch:-my-2.5 touch:inline-flex touch:min-h-10 touch:items-center',
        className,
      )}
    />
  )
}
