const widthOf = {
  40: 'w-2/5',
  50: 'w-1/2',
  60: 'w-3/5',
  66: 'w-2/3',
  72: 'w-[72%]',
  80: 'w-4/5',
  100: 'w-full',
} as const

/** Lines in the shape of text that is about to come. Widths are in percent. */
export function SkeletonLines({ widths }: { widths: (keyof typeof widthOf)[] }) {
  return (
    <div className="flex flex-col gap-4" aria-hidden>
      {widths.map((width, index) => (
        <div key={index} className={`h-3 rounded-sm bg-sunken ${widthOf[width]}`} />
      ))}
    </div>
  )
}
