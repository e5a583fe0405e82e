/** The message field's id. */
export const COMPOSER = 'message'

/** Puts the cursor into the message field; not where that would bring up a keyboard over half of the screen. */
export function focusComposer(): void {
  if (matchMedia('(hover: hover)').matches) document.getElementById(COMPOSER)?.focus()
}
