import { CornerDownLeft } from 'lucide-react'

import { prepareMarkdown } from './markdown/markdown.tsx'

const suggestions = [
  {
    title: 'Reload in mid-answer',
    text: 'Ask for a long answer, then reload the page. It goes on where it was.',
    message: 'Write a long answer with headings, a list, a table and some code.',
  },
  {
    title: 'See what the model sees',
    text: 'Ask the demo model what it received: which messages, how many, which window.',
    message: 'What did you receive as context?',
  },
  {
    title: 'Break it',
    text: 'Let an answer fail half-way. What was written stays, and you can continue it.',
    message: 'Please fail in the middle of your answer.',
  },
]

/** The first screen: a greeting and three things that show what is special here. */
export function Welcome({ onTry }: { onTry: (message: string) => void }) {
  return (
    <div className="flex flex-col justify-end pt-[clamp(1rem,10dvh,8rem)] pb-10">
      <h1 className="text-xl font-semibold tracking-tight text-balance">What is on your mind?</h1>
      <p className="mt-2 max-w-prose text-pretty text-ink-soft">
        Every word here is stored in your own database before it is shown. Close the tab, pull the plug: it is still
        there.
      </p>
      <h2 className="mt-10 mb-1 text-xs font-medium text-ink-faint">Three things to try</h2>
      <ul className="border-t border-line">
        {suggestions.map(({ title, text, message }) => (
          <li key={title} className="border-b border-line">
            <button
              type="button"
              onPointerEnter={prepareMarkdown}
              onFocus={prepareMarkdown}
              onClick={() => onTry(message)}
              className="group -mx-3 flex w-[calc(100%+1.5rem)] items-center gap-4 rounded-sm px-3 py-3.5 text-left hover:bg-surface"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{title}</span>
                <span className="mt-0.5 block text-sm text-pretty text-ink-soft">{text}</span>
              </span>
              <CornerDownLeft size={16} aria-hidden className="shrink-0 text-accent group-hover:text-accent-strong" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
