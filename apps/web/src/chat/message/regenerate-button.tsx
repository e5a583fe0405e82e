import type { Message } from '@parley/client'
import { RotateCcw } from 'lucide-react'

import { IconButton } from '../../ui/button.tsx'
import { useAnswerActions } from './use-answer-actions.ts'

export function RegenerateButton({ message }: { message: Message }) {
  const { busy, tryAgain } = useAnswerActions(message)
  return (
    <IconButton label="Try again" disabled={busy} onClick={tryAgain}>
      <RotateCcw size={15} aria-hidden />
    </IconButton>
  )
}
