import { lazy, Suspense } from 'react'

const load = () => import('./rendered.tsx')
const Rendered = lazy(load)

/** Fetches the renderer before the first answer needs it. */
export const prepareMarkdown = (): void => void load()

interface MarkdownProps {
  text: string
  /** Whether more of it is coming. */
  streaming: boolean
}

/** A model's text. It is there at once as plain text and gets its form when the renderer has come. */
export function Markdown({ text, streaming }: MarkdownProps) {
  return (
    <Suspense fallback={<Plain text={text} />}>
      <Rendered text={text} streaming={streaming} />
    </Suspense>
  )
}

function Plain({ text }: { text: string }) {
  return (
    <div dir="auto" className="prose whitespace-pre-wrap">
      {text}
    </div>
  )
}
