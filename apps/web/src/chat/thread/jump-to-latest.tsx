import { ArrowDown } from 'lucide-react'

export function JumpToLatest({ onJump }: { onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="appears pointer-events-auto inline-flex h-9 items-center gap-1.5 rounded-full border border-edge/60 bg-raised px-3.5 text-sm font-medium text-ink shadow-float hover:border-edge touch:h-11"
    >
      <ArrowDown size={15} aria-hidden />
      Jump to latest
    </button>
  )
}
