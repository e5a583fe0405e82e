import { SkeletonLines } from '../../ui/skeleton.tsx'

/** A thread that is being read. */
export function ThreadSkeleton() {
  return (
    <div className="appear-late flex flex-col gap-8 pt-8" role="status" aria-label="Loading the conversation">
      <div className="ml-auto h-11 w-3/5 rounded-lg bg-sunken" />
      <SkeletonLines widths={[100, 80, 100, 60]} />
      <div className="ml-auto h-11 w-2/5 rounded-lg bg-sunken" />
      <SkeletonLines widths={[100, 100, 72]} />
    </div>
  )
}
