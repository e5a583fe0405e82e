import { ArrowUp, Square } from 'lucide-react'

import { classes } from '../../ui/classes.ts'

interface SendButtonProps {
  disabled: boolean
  onStop: (() => void) | undefined
  stopping: boolean
  /** Whether the server is away, which then cannot stop anything. */
  away: boolean
}

/** Sends, or stops the answer that is being written: one place for both, so the hand need not search. */
export function SendButton({ disabled, onStop, stopping, away }: SendButtonProps) {
  const stops = onStop !== undefined
  const label = stops ? (stopping ? 'Stopping' : 'Stop (Esc)') : 'Send (Enter)'
  return (
    <button
      type={stops ? 'button' : 'submit'}
      aria-label={label}
      title={label}
      disabled={stops ? stopping || away : disabled}
      onClick={onStop}
      className={classes(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-sm transition-colors duration-120 touch:size-11',
        'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint',
        stops ? 'bg-ink text-ground hover:opacity-90' : 'bg-fill text-fill-ink hover:bg-fill-strong',
      )}
    >
      {stops ? <Square size={14} fill="currentColor" aria-hidden /> : <ArrowUp size={18} aria-hidden />}
    </button>
  )
}
