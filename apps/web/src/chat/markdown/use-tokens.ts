import { useEffect, useState } from 'react'

import type { Token } from './highlighter.ts'

type Lines = readonly (readonly Token[])[]

interface Highlighted {
  code: string
  lines: Lines
}

/** The code in coloured pieces, by line; null until the highlighter has come or where it knows no such language. */
export function useTokens(code: string, language: string, incomplete: boolean): Lines | null {
  const [highlighted, setHighlighted] = useState<Highlighted | null>(null)

  useEffect(() => {
    if (language === '') return
    let current = true
    void import('./highlighter.ts').then(({ highlight }) =>
      highlight(code, language, incomplete, (lines) => current && setHighlighted({ code, lines })),
    )
    return () => {
      current = false
    }
  }, [code, language, incomplete])

  return highlighted === null ? null : withRest(highlighted, code)
}

/** What was typed since the colours were made follows without them for a moment, so that no word waits for its colour. */
function withRest({ code: coloured, lines }: Highlighted, code: string): Lines | null {
  if (code === coloured) return lines
  if (!code.startsWith(coloured)) return null
  const [tail = '', ...rest] = code.slice(coloured.length).split('\n')
  const last = lines.at(-1) ?? []
  return [...lines.slice(0, -1), [...last, { content: tail }], ...rest.map((content) => [{ content }])]
}
