import type { World } from '../world/world.ts'
import { differences } from './snapshot.ts'
import type { Tab } from './tab.ts'

/** Milliseconds within which every tab shows what is stored: a feed that nobody wakes looks by itself after 30 s. */
const SHOWN_WITHIN_MS = 60_000

/** Waits until every tab shows what is stored, and keeps those that do not. */
export async function settleTabs({ tabs, clock, history, tally }: World): Promise<void> {
  const before = clock.now()
  let late: readonly Tab[] = tabs
  await clock.until(async () => {
    const behind = await Promise.all(late.map(async (tab) => ((await isBehind(tab)) ? [tab] : [])))
    late = behind.flat()
    return late.length === 0
  }, SHOWN_WITHIN_MS)
  tally.measure('tabs', clock.now() - before)
  for (const tab of late) {
    const stored = await tab.stored().catch(() => null)
    if (stored === null) history.note('a tab cannot read', tab.name)
    else history.tabs.push({ name: tab.name, shown: structuredClone(tab.shown), stored })
  }
}

/** What is stored is read first: nothing changes any more, so a tab that shows it later shows it. */
async function isBehind(tab: Tab): Promise<boolean> {
  const stored = await tab.stored().catch(() => null)
  return stored === null || differences(tab.shown, stored).length > 0
}
