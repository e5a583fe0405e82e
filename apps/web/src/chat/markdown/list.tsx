import type { ComponentProps } from 'react'
import type { ExtraProps } from 'streamdown'

import { textOf, type Node } from './text-of.ts'

/** Lists whose marks stand on one side, whatever script each item begins with; prose.css lets the items follow. */
export const MarkdownList = {
  ul: ({ node, ...props }: ComponentProps<'ul'> & ExtraProps) => <ul {...props} dir={directionOf(node)} />,
  ol: ({ node, ...props }: ComponentProps<'ol'> & ExtraProps) => <ol {...props} dir={directionOf(node)} />,
}

/** The direction of most of its letters. */
function directionOf(node: Node | undefined): 'ltr' | 'rtl' {
  const text = node === undefined ? '' : textOf(node)
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const fromRight = text.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu)?.length ?? 0
  return fromRight > letters / 2 ? 'rtl' : 'ltr'
}
