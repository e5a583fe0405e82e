import { once } from 'node:events'
import { PassThrough } from 'node:stream'

import { expect, test, vi } from 'vitest'

import { onInterrupt } from './on-interrupt.ts'
import { talk } from './talk.ts'

function start(answer: (line: string) => Promise<void>) {
  // A PassThrough that is a terminal: readline then reads keys, Ctrl-C and Ctrl-D among them.
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true })
  const input = new PassThrough()
  return { input, output: output.resume(), ended: talk({ input, output, answer }) }
}

test('answers one line after another, those that come too early as well, until /quit', async () => {
  const lines: string[] = []
  const { input, ended } = start(async (line) => {
    if (line === 'one') input.write('two\n\nthree\n/quit\nfour\n')
    await Promise.resolve()
    lines.push(line)
  })
  input.write('one\n')
  await ended
  expect(lines).toEqual(['one', 'two', 'three'])
})

test.each([
  ['Ctrl-D', '\u{4}'],
  ['Ctrl-C', '\u{3}'],
])('%s at the prompt leaves', async (_, key) => {
  const answer = vi.fn<() => Promise<void>>()
  const { input, ended } = start(answer)
  input.write(key)
  await ended
  expect(answer).not.toHaveBeenCalled()
})

test('Ctrl-C during an answer is for the answer, and the talk goes on', async () => {
  const lines: string[] = []
  const { input, ended } = start(async (line) => {
    lines.push(line)
    if (line === 'two') return
    const { promise, resolve } = Promise.withResolvers<void>()
    using _interrupt = onInterrupt(resolve)
    input.write('\u{3}')
    await promise
    input.write('two\n/quit\n')
  })
  input.write('one\n')
  await ended
  expect(lines).toEqual(['one', 'two'])
})

test('the end of the input during an answer waits for the answer', async () => {
  const lines: string[] = []
  const { input, ended } = start(async (line) => {
    input.end()
    await once(input, 'end')
    lines.push(line)
  })
  input.write('one\n')
  await ended
  expect(lines).toEqual(['one'])
})
