import { checkBranches } from './check-branches.ts'
import { checkEnded } from './check-ended.ts'
import { checkShelves } from './check-shelves.ts'
import { checkTabs } from './check-tabs.ts'
import { checkTexts } from './check-texts.ts'
import { checkTree } from './check-tree.ts'
import { checkTurns } from './check-turns.ts'
import type { Check, Evidence, Violation } from './evidence.ts'

/** What was seen while it happened. */
const checkNotes: Check = ({ history }) =>
  history.notes.map(({ rule, detail }) => ({ rule, subject: '', expected: 'it never happens', found: detail }))

const checks: readonly Check[] = [
  checkTurns,
  checkBranches,
  checkTexts,
  checkTree,
  checkShelves,
  checkEnded,
  checkTabs,
  checkNotes,
]

/** Everything that is wrong, in all of it. */
export const judge = (evidence: Evidence): Violation[] => {
  const lasting = withoutErased(evidence)
  return checks.flatMap((check) => check(lasting))
}

/** What was told of a conversation binds nobody once its owner asked to erase it. */
function withoutErased({ history, ...evidence }: Evidence): Evidence {
  const stays = ({ conversationId }: { conversationId: string }) => !history.erasures.has(conversationId)
  const { notes, tabs, tasks, trashed, archived, erasures } = history
  return {
    ...evidence,
    history: {
      notes,
      tabs,
      tasks,
      trashed,
      archived,
      erasures,
      turns: history.turns.filter(stays),
      stops: history.stops.filter(stays),
      readings: history.readings.filter(stays),
      switches: history.switches.filter(stays),
      continuedTries: (messageId) => history.continuedTries(messageId),
    },
  }
}
