import { useEffect, useState, type ComponentType } from 'react'

import { createStore, useStore } from '../../store.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'

interface MarkdownProps {
  text: string
  /** Whether more of it is coming. */
  streaming: boolean
}

/** The renderer once it has come. Not a lazy component, which would show its fallback also when it is there already. */
let Rendered: ComponentType<MarkdownProps> = Plain
const state = createStore<'coming' | 'here' | 'failed'>('coming')

/** Fetches the renderer before the first answer needs it, and the highlighter beside it. */
export function prepareMarkdown(): void {
  if (state.get() === 'here') return
  import('./rendered.tsx').then(
    (module) => {
      Rendered = module.default
      state.set('here')
    },
    () => state.set('failed'),
  )
  // Code is plain where it does not come.
  void import('./highlighter.ts').catch(() => {})
}

/** A model's text. What is being written shows at once, as plain text; what is stored waits for its form. */
export function Markdown({ text, streaming }: MarkdownProps) {
  const rendered = useStore(state)
  const [live] = useState(streaming)
  useEffect(prepareMarkdown, [])
  if (rendered !== 'coming') return <Rendered text={text} streaming={streaming} />
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
