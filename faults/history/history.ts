import type { MessageStatus } from '@parley/contract'

import type { Snapshot } from '../tab/snapshot.ts'

/** An answer as an acknowledgement or a reader's last event told it. */
export interface ToldAnswer {
  id: string
  status: MessageStatus
  content: string
}

/** Where a question was put, and whether it began a branch there. */
export interface Place {
  parentId: string | null
  branched: boolean
}

/** A call that adds a message, or fills one. */
export interface Turn {
  kind: 'send' | 'edit' | 'regenerate' | 'continue'
  conversationId: string
  /** The new question of a send or an edit; the new answer of a regenerate; the answer that is continued. */
  messageId: string
  /** The question's text; null where there is none. */
  content: string | null
  /** What the provider knows the question by. */
  questionId: string
  /** Where a send asked to be put; left out, it goes to the head. */
  parentId?: string | null
  /** Where the acknowledgements of a send or an edit told that it is. */
  places: Place[]
  tries: number
  acknowledged: boolean
  /** Ids of the answers that the acknowledgements named. */
  answers: Set<string>
}

export interface Stop {
  conversationId: string
  messageId: string
  /** What the acknowledgement told. */
  told: ToldAnswer
  /** How many times the answer had been asked to go on until then. */
  continuedBefore: number
}

/** What one reader of an answer was shown. */
export interface Reading {
  conversationId: string
  messageId: string
  /** The longest texts it was shown; what is a prefix of a later one is left out. */
  shown: string[]
  finish: ToldAnswer | null
  /** How many times the answer had been asked to go on when it finished. */
  continuedBefore: number
}

/** A call that makes the branch through a message the active one. */
export interface Switch {
  conversationId: string
  messageId: string
  /** The head that the acknowledgement told; null while there is none. */
  told: { headId: string | null }
  /** Whether nobody moves the conversation's head after it. */
  last: boolean
}

/** A tab that ended with something else than what was stored then. */
export interface TabView {
  name: string
  shown: Snapshot
  stored: Snapshot
}

/** Something that must not happen, seen while it happened. */
export interface Note {
  rule: string
  detail: string
}

/** What the clients of one round did and saw. */
export class History {
  readonly turns: Turn[] = []
  readonly stops: Stop[] = []
  readonly readings: Reading[] = []
  readonly switches: Switch[] = []
  readonly tabs: TabView[] = []
  /** Whether a conversation is in the trash, by acknowledgements that no late try takes back. */
  readonly trashed = new Map<string, boolean>()
  readonly archived = new Set<string>()
  readonly erasures = new Map<string, 'asked for' | 'acknowledged'>()
  readonly tasks = new Map<string, 'open' | 'completed' | 'erased'>()
  readonly notes: Note[] = []
  readonly conversations = new Set<string>()

  note(rule: string, detail: string): void {
    this.notes.push({ rule, detail })
  }

  begin(turn: Omit<Turn, 'places' | 'tries' | 'acknowledged' | 'answers'>): Turn {
    const begun: Turn = { ...turn, places: [], tries: 0, acknowledged: false, answers: new Set() }
    this.turns.push(begun)
    this.conversations.add(turn.conversationId)
    return begun
  }

  /** How many tries there were to make an answer go on. */
  continuedTries(messageId: string): number {
    return this.turns
      .filter((turn) => turn.kind === 'continue' && turn.messageId === messageId)
      .reduce((sum, { tries }) => sum + tries, 0)
  }
}
