/** Limits that every client may show and every layer holds. Lengths are in characters as Postgres counts them. */
export const limits = {
  /** A conversation's title: 1 to 255 characters. */
  titleChars: 255,
  /** A user's message, unless MAX_MESSAGE_CHARS raises it. */
  messageChars: 16_000,
  /** The most that MAX_MESSAGE_CHARS may be raised to; the database holds this one. */
  messageCharsCeiling: 1_000_000,
  /** A conversation's system prompt. */
  systemPromptChars: 32_000,
  /** Items in one page of any list. */
  pageItems: 200,
  /** Messages of the active branch that a model is sent, per conversation. */
  contextMessages: 200,
  /** The context limit of a new conversation. */
  contextMessagesDefault: 20,
  /** A conversation's preview: the start of its newest message. */
  previewChars: 200,
  /** A task's title: 1 to 500 characters. */
  taskTitleChars: 500,
  /** A task's description, which may be empty. */
  taskDescriptionChars: 5_000,
} as const
