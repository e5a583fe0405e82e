import type { MessageStatus } from '@parley/contract'

/** An answer as an acknowledgement or a reader's last event told it. */
export interface ToldAnswer {
  id: string
  status: MessageStatus
  content: string
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
  /** Conversations whose trashing was acknowledged. */
  readonly trashed = new Set<string>()
  readonly notes: Note[] = []
  readonly conversations = new Set<string>()

  note(rule: string, detail: string): void {
    this.notes.push({ rule, detail })
  }

  begin(turn: Omit<Turn, 'tries' | 'acknowledged' | 'answers'>): Turn {
    const begun: Turn = { ...turn, tries: 0, acknowledged: false, answers: new Set() }
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
