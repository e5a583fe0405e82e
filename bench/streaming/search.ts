export interface Search {
  readonly start: number
  /** What a number that held is multiplied by to get the next one. */
  readonly growth: number
  /** How often the gap between the largest that held and the smallest that did not is halved. */
  readonly halvings: number
  /** Whether there is time for another try. */
  readonly inTime: () => boolean
}

/** The largest number found that holds; 0 when none does. What holds for a number is taken to hold for all below it. */
export async function searchLargest(
  holds: (count: number) => Promise<boolean>,
  { start, growth, halvings, inTime }: Search,
): Promise<number> {
  let [largest, failed] = [0, start]
  while (inTime() && (await holds(failed))) {
    largest = failed
    failed = Math.round(failed * growth)
  }
  for (let halving = 0; halving < halvings && inTime(); halving++) {
    const middle = Math.round((largest + failed) / 2)
    if (middle === largest || middle === failed) break
    if (await holds(middle)) largest = middle
    else failed = middle
  }
  return largest
}
