import { createTestDatabase } from '@parley/db/testing'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  read,
  Reader,
  readerAt,
  storedText,
  until,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('say' as const), text: fc.string({ minLength: 1, maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('follow' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const), reader: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resume' as const), reader: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
)
const ending = fc.constantFrom('finish' as const, 'stop' as const, 'cut' as const)

/** A reader that can be cut off and go on later, as a tab that sleeps does. */
class Tab {
  readonly #follow: (reader: Reader, signal: AbortSignal) => Promise<Reader>
  #reader = new Reader()
  #connection: { controller: AbortController; reading: Promise<Reader> } | null = null

  constructor(follow: (reader: Reader, signal: AbortSignal) => Promise<Reader>) {
    this.#follow = follow
  }

  get text() {
    return this.#reader.text
  }

  resume(): void {
    if (this.#connection !== null) return
    const { position } = this.#reader
    // A new connection knows no more than the position and the text that the tab kept.
    if (position !== null && this.#reader.message === null) {
      this.#reader = readerAt({ position, text: this.#reader.text })
    }
    const controller = new AbortController()
    this.#connection = { controller, reading: this.#follow(this.#reader, controller.signal) }
  }

  async cut(): Promise<void> {
    this.#connection?.controller.abort()
    await this.#connection?.reading
    this.#connection = null
  }

  async readToEnd() {
    if (this.#reader.message === null) {
      this.resume()
      await this.#connection?.reading
    }
    return this.#reader.message
  }
}

it(
  'every reader ends with the stored text, whatever comes when: words, cuts, returns, the end',
  { timeout: 60_000 },
  async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const userId = await api.newUser()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), ending, async (steps, end) => {
        const { caller, answer, content } = await ask(api, { userId })
        const call = await model.call(content)
        const tabs: Tab[] = []
        let said = 'So: '
        call.text(said)
        for (const one of steps) {
          const tab = 'reader' in one ? tabs[one.reader % tabs.length] : undefined
          if (one.do === 'say') call.text(one.text)
          said += one.do === 'say' ? one.text : ''
          if (one.do === 'follow') {
            const where = tabs.length % 2 === 0 ? api : replica
            const opened = new Tab((reader, signal) => read(where, userId, answer, { reader, signal }))
            opened.resume()
            tabs.push(opened)
          }
          if (one.do === 'cut') await tab?.cut()
          if (one.do === 'resume') tab?.resume()
          if (one.do === 'wait')
            await until(async () => expect(await storedText(database, answer.messageId)).toBe(said))
          for (const each of tabs) expect(said.startsWith(each.text)).toBe(true)
        }
        if (end === 'finish') call.finish()
        else if (end === 'cut') call.cut()
        else await caller.chat.stop(answer)

        const stored = await endedAnswer(database, answer.messageId)
        expect(stored.status).toBe({ finish: 'complete', stop: 'stopped', cut: 'failed' }[end])
        if (end === 'stop') expect(said.startsWith(stored.content)).toBe(true)
        else expect(stored.content).toBe(said)
        for (const tab of tabs)
          expect(await tab.readToEnd()).toMatchObject({ content: stored.content, status: stored.status })
      }),
      { numRuns: 40 },
    )
  },
)
