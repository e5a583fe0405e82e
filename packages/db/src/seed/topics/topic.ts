export type Some<Item> = readonly [Item, ...Item[]]

/** What a sample conversation is about. `{}` stands for one of the subjects, the same one in a whole conversation. */
export interface Topic {
  subjects: Some<string>
  titles: Some<string>
  questions: Some<string>
  /** How an answer begins. */
  openings: Some<string>
  sentences: Some<string>
  /** Lines of a list. */
  points: Some<string>
  headings: Some<string>
  /** Whole blocks of Markdown: code, tables, quotes. */
  blocks: readonly string[]
  closings: Some<string>
  tasks: Some<string>
}
