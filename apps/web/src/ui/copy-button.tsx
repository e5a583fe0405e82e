import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

import { IconButton } from './button.tsx'
import { copyText } from './copy-text.ts'
import { toastProblem } from './toast.ts'

interface CopyButtonProps {
  label: string
  /** Asked when pressed, so that a long text is not put together for nothing. */
  text: () => string
  className?: string
}

export function CopyButton({ label, text, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_600)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    if (await copyText(text())) setCopied(true)
    else toastProblem('The browser does not allow copying here.')
  }

  return (
    <IconButton
      label={copied ? 'Copied' : label}
      onClick={() => void copy()}
      {...(className !== undefined && { className })}
    >
      {copied ? <Check size={16} className="text-good" aria-hidden /> : <Copy size={16} aria-hidden />}
    </IconButton>
  )
}
