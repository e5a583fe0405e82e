import { Check } from 'lucide-react'
import { useState } from 'react'

import { TextButton } from '../../ui/button.tsx'

interface DeliveryProps {
  sending: boolean
  problem: string | null
  onRetry: () => void
}

/** The state of a message of mine, for as long as it matters: sending, saved (which fades), or not sent and why. */
export function Delivery({ sending, problem, onRetry }: DeliveryProps) {
  const [wasSending, setWasSending] = useState(sending)
  if (sending && !wasSending) setWasSending(true)

  return (
    <p role="status" className="text-xs text-ink-faint">
      {problem !== null && (
        <>
          <span className="text-bad">Not sent:</span> {problem.slice(0, 1).toLowerCase()}
          {problem.slice(1)} Your message is kept on this device. <TextButton onClick={onRetry}>Retry</TextButton>
        </>
      )}
      {sending && problem === null && <span className="appear-late inline-block">Sending…</span>}
      {!sending && wasSending && (
        <span className="fades-when-saved inline-flex items-center gap-1">
          <Check size={13} className="text-good" aria-hidden /> Saved
        </span>
      )}
    </p>
  )
}
