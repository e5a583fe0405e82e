import { ChevronRight } from 'lucide-react'

/** What a model thinks before it answers, folded. */
export function Reasoning({ text, streaming }: { text: string; streaming: boolean }) {
  return (
    <details className="group/reasoning mb-3">
      <summary className="-ml-1 inline-flex min-h-8 list-none items-center gap-1 rounded-sm px-1 text-sm text-ink-soft hover:text-ink touch:min-h-10 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={15}
          aria-hidden
          className="transition-transform duration-120 group-open/reasoning:rotate-90"
        />
        <span className={streaming ? 'breathes' : undefined}>{streaming ? 'Thinking…' : 'Reasoning'}</span>
      </summary>
      <div
        dir="auto"
        className="mt-1 max-w-[72ch] border-l-2 border-line pl-4 text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink-soft"
      >
        {text}
      </div>
    </details>
  )
}
