import { setImmediate } from 'node:timers/promises'

import { beforeEach, expect, test } from 'vitest'

import { FlightWatch, type Position } from './flight-watch.ts'
import type { Watcher } from './tunnel.ts'

function encode(type: string, text: string): Buffer {
  const body = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

/** What a driver writes at once for one prepared statement. */
const flight = (text: string) => Buffer.concat([encode('B', text), encode('E', ''), encode('S', '')])
const ready = (state: 'I' | 'T') => Buffer.concat([encode('C', 'done'), encode('Z', state)])

let flights: FlightWatch
let fired: number
beforeEach(() => {
  flights = new FlightWatch()
  fired = 0
})

function open(): Required<Watcher> {
  const { onClientBytes, onServerBytes } = flights.watch()
  if (onClientBytes === undefined || onServerBytes === undefined) throw new Error('It watches nothing.')
  onClientBytes(encode('', 'startup'))
  onServerBytes(ready('I'))
  return { onClientBytes, onServerBytes }
}

const set = (which: number, position: Position) =>
  flights.set({ flight: which, position, about: ['mine'], fire: () => (fired += 1) })

test('unsent: the chosen flight fires and never arrives, nor does anything after it', () => {
  const link = open()
  set(2, 'unsent')
  expect(link.onClientBytes(flight('mine'))).toBe('pass')
  expect(link.onServerBytes(ready('I'))).toBe('pass')
  expect(fired).toBe(0)
  expect(link.onClientBytes(flight('mine'))).toBe('drop')
  expect(fired).toBe(1)
  expect(link.onClientBytes(flight('mine'))).toBe('drop')
})

test('unanswered: the flight arrives, fires when its answer is whole, and the answer is withheld', async () => {
  const link = open()
  set(1, 'unanswered')
  expect(link.onClientBytes(flight('mine'))).toBe('pass')
  const answer = ready('I')
  expect(link.onServerBytes(answer.subarray(0, 7))).toBe('drop')
  await setImmediate()
  expect(fired).toBe(0)
  expect(link.onServerBytes(answer.subarray(7))).toBe('drop')
  await setImmediate()
  expect(fired).toBe(1)
})

test('answered: the flight and its answer arrive before it fires', async () => {
  const link = open()
  set(1, 'answered')
  expect(link.onClientBytes(flight('mine'))).toBe('pass')
  expect(link.onServerBytes(ready('I'))).toBe('pass')
  await setImmediate()
  expect(fired).toBe(1)
})

test('an answer to an earlier flight of the same connection is not taken for that of the chosen one', async () => {
  const link = open()
  set(2, 'answered')
  link.onClientBytes(flight('mine 1'))
  link.onClientBytes(flight('mine 2'))
  link.onServerBytes(ready('I'))
  await setImmediate()
  expect(fired).toBe(0)
  link.onServerBytes(ready('I'))
  await setImmediate()
  expect(fired).toBe(1)
})

test("others' flights are not counted, and all of a transaction is that names it once", () => {
  const link = open()
  set(3, 'unsent')
  link.onClientBytes(flight('theirs'))
  link.onServerBytes(ready('I'))
  link.onClientBytes(flight('mine'))
  link.onServerBytes(ready('T'))
  link.onClientBytes(flight('nobody named'))
  link.onServerBytes(ready('T'))
  expect(fired).toBe(0)
  link.onClientBytes(encode('Q', 'commit\0'))
  expect(fired).toBe(1)
})

test('after its transaction a connection is nobody’s again', () => {
  const link = open()
  set(2, 'unsent')
  link.onClientBytes(flight('mine'))
  link.onServerBytes(ready('I'))
  link.onClientBytes(flight('theirs'))
  expect(fired).toBe(0)
})
