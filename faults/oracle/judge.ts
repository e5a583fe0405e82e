import { checkEnded } from './check-ended.ts'
import { checkTexts } from './check-texts.ts'
import { checkTree } from './check-tree.ts'
import { checkTurns } from './check-turns.ts'
import type { Check, Evidence, Violation } from './evidence.ts'

/** What was seen while it happened. */
const checkNotes: Check = ({ history }) =>
  history.notes.map(({ rule, detail }) => ({ rule, subject: '', expected: 'it never happens', found: detail }))

const checks: readonly Check[] = [checkTurns, checkTexts, checkTree, checkEnded, checkNotes]

/** Everything that is wrong, in all of it. */
export const judge = (evidence: Evidence): Violation[] => checks.flatMap((check) => check(evidence))
