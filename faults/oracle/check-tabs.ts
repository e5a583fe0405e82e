import { differences } from '../tab/snapshot.ts'
import type { Check } from './evidence.ts'

/** Differences of one tab that are written out. */
const SHOWN = 3

/** What a tab has read, and the changes since, are what is stored. */
export const checkTabs: Check = ({ history }) =>
  history.tabs.flatMap(({ name, shown, stored }) => {
    const found = differences(shown, stored)
    if (found.length === 0) return []
    const expected = 'its snapshot and the changes since are what is stored'
    const list = found.slice(0, SHOWN).join('; ')
    return [{ rule: 'a tab that shows something else', subject: name, expected, found: `${found.length}: ${list}` }]
  })
