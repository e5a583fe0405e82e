import type { ComponentProps } from 'react'
import { useIsCodeFenceIncomplete, type ExtraProps } from 'streamdown'

import { CodeBlock } from './code-block.tsx'

type Node = NonNullable<ExtraProps['node']>
type Child = Node['children'][number]

/** The renderer's `pre`: one block of code. */
export function CodeFence({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const incomplete = useIsCodeFenceIncomplete()
  const code = node?.children.find((child) => child.type === 'element' && child.tagName === 'code')
  if (code?.type !== 'element') return <pre>{children}</pre>
  return <CodeBlock code={textOf(code).replace(/\n$/, '')} language={languageOf(code)} incomplete={incomplete} />
}

function textOf(node: Child): string {
  if (node.type === 'text') return node.value
  return node.type === 'element' ? node.children.map(textOf).join('') : ''
}

function languageOf(code: Node): string {
  const names = code.properties['className']
  const name = Array.isArray(names) ? names.find((item) => String(item).startsWith('language-')) : undefined
  return name === undefined ? '' : String(name).slice('language-'.length)
}
