import { useEffect, useState, type ComponentType } from 'react'

import { createStore, useStore } from '../../store.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'

interface MarkdownProps {
  text: string
  /** Whether more of it is coming. */
  streaming: boolean
}

/** Null until it has come. Not a lazy component, which would show its fallback also when it is there already. */
const renderer = createStore<ComponentType<MarkdownProps> | null>(null)

/** Fetches the renderer before the first answer needs it, and the highlighter beside it. */
export function prepareMarkdown(): void {
  if (renderer.get() !== null) return
  import('./rendered.tsx').then(
    (module) => renderer.set(module.default),
    () => renderer.set(Plain),
  )
  // Code is plain where it does not come.
  void import('./highlighter.ts').catch(() => {})
}

/** A model's text. What is being written shows at once, as plain text; what is stored waits for its form. */
export function Markdown({ text, streaming }: MarkdownProps) {
  const Rendered = useStore(renderer)
  const [live] = useState(streaming)
  useEffect(prepareMarkdown, [])
  if (Rendered !== null) return <Rendered text={text} streaming={streaming} />
  if (live) return <Plain text={text} />
  return (
    <div className="appear-late" role="status" aria-label="Loading the answer">
      <SkeletonLines widths={[100, 80, 100, 60]} />
    </div>
  )
}

function Plain({ text }: Pick<MarkdownProps, 'text'>) {
  return (
    <div dir="auto" className="prose whitespace-pre-wrap">
      {text}
    </div>
  )
}
