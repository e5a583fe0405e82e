import { classes } from '../ui/classes.ts'
import { SkeletonLines } from '../ui/skeleton.tsx'

/** Whether index.html has shown the same by now, so that it must not go and come again. */
const shown = performance.now() > 400

/** The frame before the session is known. It appears only when that takes a while. */
export function FrameSkeleton() {
  return (
    <div className={classes(!shown && 'appear-late', 'flex h-full')} role="status" aria-label="Loading">
      <div className="hidden w-68 border-r border-line bg-surface p-3 md:block">
        <div className="mb-6 h-9 rounded-sm bg-sunken" />
        <SkeletonLines widths={[80, 60, 72, 50, 66]} />
      </div>
      <div className="mx-auto flex w-full max-w-3xl flex-col justify-end px-4 pb-6">
        <div className="h-26 rounded-lg border border-line bg-raised" />
      </div>
    </div>
  )
}
