import { setTimeout as delay } from 'node:timers/promises'

import { WebSocket } from 'ws'

import type { History, Reading } from '../history/history.ts'
import type { Tally } from '../report/tally.ts'
import type { Random } from '../seed/random.ts'
import { frameSchema, type WireMessage } from './shapes.ts'

export interface ReaderOptions {
  urls: readonly string[]
  token: string
  conversationId: string
  messageId: string
  random: Random
  history: History
  tally: Tally
  /** `cutting`: ends its connection after every event. `slow`: takes nothing for a while after each event. */
  manner?: 'plain' | 'cutting' | 'slow'
  signal: AbortSignal
  /** Told of the whole text after each event. */
  onText?: (text: string) => void
  /** Told after each break how long the next event took to come, in milliseconds. */
  onResume?: (milliseconds: number) => void
}

const SLOW_MS = 150

/** Reads an answer to its end from whichever replica can be reached, and keeps what it was shown. Null when it was ended. */
export async function readAnswer(options: ReaderOptions): Promise<WireMessage | null> {
  const { history, conversationId, messageId, tally, random, signal, urls } = options
  const reading: Reading = { conversationId, messageId, shown: [], finish: null, continuedBefore: 0 }
  history.readings.push(reading)
  tally.count('readings')
  const reader = new AnswerReader(options, reading)
  for (let attempt = 0; !signal.aborted && !reader.isRefused && reading.finish === null; attempt++) {
    const url = urls[attempt % urls.length]
    if (url === undefined) break
    await reader.connect(url)
    if (reading.finish === null) await delay(random.whole(20, 200), undefined, { signal }).catch(() => undefined)
  }
  reader.keep()
  return reading.finish
}

/** What lasts from one connection of a reader to its next. */
class AnswerReader {
  readonly #options: ReaderOptions
  readonly #reading: Reading
  /** It may not read this, and trying again does not help. */
  isRefused = false
  #text = ''
  #lastEventId: string | null = null
  #brokeAt: number | null = null

  constructor(options: ReaderOptions, reading: Reading) {
    this.#options = options
    this.#reading = reading
  }

  /** Reads over one connection until it ends, which is often. Never throws. */
  connect(url: string): Promise<void> {
    const { token, signal, manner = 'plain' } = this.#options
    const { promise, resolve } = Promise.withResolvers<void>()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc?connectionParams=1`, { handshakeTimeout: 10_000 })
    const end = () => socket.terminate()
    signal.addEventListener('abort', end, { once: true })
    socket.on('error', () => {})
    socket.once('close', () => {
      signal.removeEventListener('abort', end)
      resolve()
    })
    socket.once('open', () => {
      const { conversationId, messageId } = this.#options
      const input = { conversationId, messageId, lastEventId: this.#lastEventId }
      socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }))
      socket.send(
        JSON.stringify({ id: 1, method: 'subscription', params: { path: 'chat.follow', input: { json: input } } }),
      )
    })
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString()
      if (text === 'PING') socket.send('PONG')
      if (text === 'PING' || text === 'PONG') return
      const verdict = this.#take(text)
      if (verdict === 'over') socket.terminate()
      else if (verdict === 'event' && manner === 'cutting') {
        this.#brokeAt = performance.now()
        socket.terminate()
      } else if (verdict === 'event' && manner === 'slow') {
        socket.pause()
        setTimeout(() => socket.resume(), SLOW_MS)
      }
    })
    return promise
  }

  /** Ends what it was shown with the text as it stands. */
  keep(): void {
    if (this.#text !== '') this.#reading.shown.push(this.#text)
    this.#text = ''
  }

  #take(text: string): 'event' | 'nothing' | 'over' {
    const { history, messageId } = this.#options
    const frame = frameSchema.safeParse(JSON.parse(text)).data
    if (frame === undefined) {
      history.note('an unreadable event', text.slice(0, 300))
      return 'over'
    }
    if ('error' in frame) {
      const { reason } = frame.error.json.data
      if (reason !== 'UNAVAILABLE') {
        this.isRefused = true
        history.note('a reader was refused', `${messageId}: ${reason}`)
      }
      return 'over'
    }
    if ('method' in frame) return 'over'
    if (frame.result.type !== 'data') return frame.result.type === 'stopped' ? 'over' : 'nothing'
    this.#resumed()
    this.#lastEventId = frame.result.id
    const event = frame.result.data.json.data
    if (event.type === 'text-delta') this.#show(this.#text + event.text)
    else this.#show(event.message.content)
    if (event.type !== 'finish') return 'event'
    this.#reading.continuedBefore = history.continuedTries(messageId)
    this.#reading.finish = event.message
    return 'over'
  }

  #show(text: string): void {
    if (!text.startsWith(this.#text)) this.keep()
    this.#text = text
    this.#options.onText?.(text)
  }

  #resumed(): void {
    if (this.#brokeAt !== null) this.#options.onResume?.(performance.now() - this.#brokeAt)
    this.#brokeAt = null
  }
}
