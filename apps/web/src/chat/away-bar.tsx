import { reachable } from '../api/reachability.ts'
import { useStore } from '../store.ts'

/** Tells over the end of the page that the server is away, so that nothing one reads moves. */
export function AwayBar() {
  const here = useStore(reachable)
  return (
    <div role="status" className="pointer-events-none flex w-full justify-center empty:hidden">
      {!here && (
        <p className="appears rounded-lg border border-edge/60 bg-raised px-3.5 py-1.5 text-center text-sm text-balance text-warn shadow-float">
          Server away. Everything stays readable; your text is kept here.
        </p>
      )}
    </div>
  )
}
