import type { ExtraProps } from 'streamdown'

export type Node = NonNullable<ExtraProps['node']>

/** The text inside a node of the renderer's tree. */
export function textOf(node: Node['children'][number]): string {
  if (node.type === 'text') return node.value
  return node.type === 'element' ? node.children.map(textOf).join('') : ''
}
