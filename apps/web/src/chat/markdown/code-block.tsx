import { memo } from 'react'

import { CopyButton } from '../../ui/copy-button.tsx'
import type { Token } from './highlighter.ts'
import { useTokens } from './use-tokens.ts'

interface CodeBlockProps {
  code: string
  /** Empty when the fence names none. */
  language: string
  incomplete: boolean
}

export const CodeBlock = memo(function CodeBlock({ code, language, incomplete }: CodeBlockProps) {
  const lines = useTokens(code, language, incomplete)
  return (
    <figure dir="ltr" className="my-[1em] overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex h-9 items-center justify-between border-b border-line pr-1 pl-4 text-xs text-ink-faint touch:h-11">
        <span className="truncate">{language || 'text'}</span>
        <CopyButton label="Copy code" text={() => code} className="size-7" />
      </figcaption>
      <pre tabIndex={0} className="overflow-x-auto px-4 py-3 text-sm leading-[1.6] focus-visible:outline-offset-[-2px]">
        <code>{lines === null ? code : lines.map((tokens, index) => <Line key={index} tokens={tokens} />)}</code>
      </pre>
    </figure>
  )
})

/** Lines that are written are the same objects at the next word, so only the last one renders again. */
const Line = memo(function Line({ tokens }: { tokens: readonly Token[] }) {
  return (
    <>
      {tokens.map((token, index) => (
        <span key={index} style={token.htmlStyle}>
          {token.content}
        </span>
      ))}
      {'\n'}
    </>
  )
})
