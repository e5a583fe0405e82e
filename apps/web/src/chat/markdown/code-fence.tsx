import type { ComponentProps } from 'react'
import { useIsCodeFenceIncomplete, type ExtraProps } from 'streamdown'

import { CodeBlock } from './code-block.tsx'
import { textOf, type Node } from './text-of.ts'

/** The renderer's `pre`: one block of code. */
export function CodeFence({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const incomplete = useIsCodeFenceIncomplete()
  const code = node?.children.find((child) => child.type === 'element' && child.tagName === 'code')
  if (code?.type !== 'element') return <pre>{children}</pre>
  return <CodeBlock code={textOf(code).replace(/\n$/, '')} language={languageOf(code)} incomplete={incomplete} />
}

function languageOf(code: Node): string {
  const names = code.properties['className']
  const name = Array.isArray(names) ? names.find((item) => String(item).startsWith('language-')) : undefined
  return name === undefined ? '' : String(name).slice('language-'.length)
}
