import type { Random } from '../seed/random.ts'

export const roundNames = ['sweep', 'random kills', 'pause', 'database', 'graceful stop', 'readers'] as const
export type RoundName = (typeof roundNames)[number]

/** What CI runs: every kind, those that kill first. */
const brief: readonly RoundName[] = ['random kills', 'sweep', 'sweep', 'readers', 'database', 'pause', 'graceful stop']

/** Twelve rounds in which every kind comes, in an order that the seed decides. */
const cycle: readonly RoundName[] = [
  ...Array.from({ length: 5 }, () => 'sweep' as const),
  ...Array.from({ length: 3 }, () => 'random kills' as const),
  'pause',
  'database',
  'graceful stop',
  'readers',
]

/** The rounds of a run; null asks for the brief one. */
export function scheduleOf(rounds: number | null, random: Random): RoundName[] {
  if (rounds === null) return [...brief]
  const schedule: RoundName[] = []
  while (schedule.length < rounds) schedule.push(...shuffled(cycle, random))
  return schedule.slice(0, rounds)
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
