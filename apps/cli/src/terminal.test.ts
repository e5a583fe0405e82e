import { PassThrough } from 'node:stream'

import { expect, test } from 'vitest'

import { createTerminal } from './terminal.ts'

function start({ tty, color = true }: { tty: boolean; color?: boolean }) {
  const stream = () => Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: tty })
  const out = stream()
  const err = stream()
  const read = (from: PassThrough) => String(from.read() ?? '')
  return { ...createTerminal(out, err, color), stdout: () => read(out), stderr: () => read(err) }
}

const hostile = 'a\u{1B}]52;c;Y3VybA==\u{7}b\rc\u{9B}31md\u{0}e\tf\n'

test('a terminal shows text that it would otherwise obey', async () => {
  const { write, writeDim, stdout } = start({ tty: true })
  await write(hostile)
  expect(stdout()).toBe('a]52;c;Y3VybA==bc31mde\tf\n')
  await writeDim('\u{1B}[2J')
  expect(stdout()).toBe('\u{1B}[2m[2J\u{1B}[22m')
})

test('a pipe gets every byte', async () => {
  const { write, stdout } = start({ tty: false })
  await write(hostile)
  expect(stdout()).toBe(hostile)
})

test.each([
  ['a pipe', { tty: false }],
  ['a terminal without colours', { tty: true, color: false }],
])('thoughts are left out of %s', async (_, kind) => {
  const { writeDim, stdout } = start(kind)
  await writeDim('Hm.')
  expect(stdout()).toBe('')
})

test('a note begins on a line of its own; a pipe is given no line break for it', async () => {
  for (const tty of [true, false]) {
    const { write, note, stdout, stderr } = start({ tty })
    await write('1')
    note('stopped')
    note('again')
    expect(stdout()).toBe(tty ? '1\n' : '1')
    expect(stderr()).toBe('stopped\nagain\n')
  }
})

test('hints are for people only', () => {
  const [person, pipe] = [start({ tty: true }), start({ tty: false })]
  person.hint('Go on')
  pipe.hint('Go on')
  expect([person.stderr(), pipe.stderr()]).toEqual(['Go on\n', ''])
})

test('waits for a slow reader', async () => {
  const { write, stdout } = start({ tty: false })
  const long = 'x'.repeat(1_000_000)
  let written = false
  const writing = write(long).then(() => (written = true))
  await Promise.resolve()
  expect(written).toBe(false)
  expect(stdout()).toBe(long)
  await writing
})
