interface Dated {
  pinnedAt: Date | null
  updatedAt: Date
}

export interface DateGroup<Item> {
  name: string
  items: Item[]
}

/**
 * Splits a list that is sorted (pinned first, then newest first) into Pinned, Today, Yesterday, Previous 7 days and
 * months, by the reader's own calendar.
 */
export function groupByDate<Item extends Dated>(items: readonly Item[], now: Date = new Date()): DateGroup<Item>[] {
  const groups: DateGroup<Item>[] = []
  for (const item of items) {
    const name = item.pinnedAt === null ? nameOfDay(item.updatedAt, now) : 'Pinned'
    const last = groups.at(-1)
    if (last?.name === name) last.items.push(item)
    else groups.push({ name, items: [item] })
  }
  return groups
}

function nameOfDay(date: Date, now: Date): string {
  if (date >= startOfDay(now, 0)) return 'Today'
  if (date >= startOfDay(now, -1)) return 'Yesterday'
  if (date >= startOfDay(now, -7)) return 'Previous 7 days'
  const sameYear = date.getFullYear() === now.getFullYear()
  return date.toLocaleDateString('en', sameYear ? { month: 'long' } : { month: 'long', year: 'numeric' })
}

/** Local midnight, some days away; right also where a day has 23 or 25 hours. */
const startOfDay = (now: Date, days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
