/** One request for a streamed answer that was not refused. */
export interface StreamedCall {
  questionId: string
  /** What stood already of the answer that is to be continued. */
  partial: string
  at: number
  /** When its connection ended, by `performance.now()`; null while it is open. */
  closedAt: number | null
  /** Whether all of the answer was sent. */
  finished: boolean
}

/** What the provider was asked during a run. */
export class Calls {
  readonly streamed: StreamedCall[] = []
  /** Requests that hold another text than what is stored can hold. */
  readonly strange: string[] = []
  refused = 0
  titles = 0

  of(questionId: string): StreamedCall[] {
    return this.streamed.filter((call) => call.questionId === questionId)
  }

  open(questionId: string, partial: string): StreamedCall {
    const call = { questionId, partial, at: performance.now(), closedAt: null, finished: false }
    this.streamed.push(call)
    return call
  }
}
