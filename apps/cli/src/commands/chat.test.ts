import { once } from 'node:events'
import { text } from 'node:stream/consumers'

import { createParley, signInAsGuest } from '@parley/client'
import { newId } from '@parley/contract'
import { startTestServer } from '@parley/server/testing'
import { afterAll, describe, expect, test, vi } from 'vitest'

import { run, start } from '../testing/run.ts'

const server = await startTestServer({ wordsPerSecond: 400 })
const { token } = await signInAsGuest(server.url)
const env = { PARLEY_URL: server.url, PARLEY_TOKEN: token }
const { trpc, close } = createParley({ url: server.url, token })
afterAll(async () => {
  close()
  await server[Symbol.asyncDispose]()
})

/** The messages of the conversation that was changed last, oldest first. */
async function stored() {
  const { items } = await trpc.conversations.list.query({ limit: 1 })
  const conversationId = items[0]?.id ?? ''
  const messages = await trpc.messages.list.query({ conversationId })
  return { conversationId, messages: messages.items }
}

describe('an answer', () => {
  test('streams to stdout exactly as it is stored', async () => {
    const { stdout, stderr, exited } = start(['chat', 'slow', 'count', 'to', '8'], { env })
    const pieces: string[] = []
    stdout.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
    expect(await text(stderr)).toBe('')
    expect(await exited).toBe(0)
    const { messages } = await stored()
    expect(messages.map(({ role, status, content }) => ({ role, status, content }))).toEqual([
      { role: 'user', status: 'complete', content: 'slow count to 8' },
      { role: 'assistant', status: 'complete', content: pieces.join('') },
    ])
    expect(pieces.length).toBeGreaterThan(1)
  })

  test('holds no escape codes and no thoughts when it is piped', async () => {
    const { stdout, stderr } = await run(['chat', 'think, then count to 2'], { env })
    expect(stdout).toBe('1\n2')
    expect(stderr).toBe('')
  })

  test('in events is one JSON object a line, as the typed client has them', async () => {
    const { stdout, code } = await run(['chat', '--json', 'count to 5'], { env })
    const lines = stdout.trimEnd().split('\n')
    const events = lines.map((line): unknown => JSON.parse(line))
    const { messages } = await stored()
    expect(code).toBe(0)
    expect(events[0]).toMatchObject({ type: 'sent', userMessage: { content: 'count to 5' } })
    expect(events.slice(1, -1)).toContainEqual({ type: 'text-delta', text: expect.any(String) })
    expect(events.at(-1)).toMatchObject({ type: 'finish', message: { id: messages[1]?.id, content: '1\n2\n3\n4\n5' } })
  })

  test('goes on in the conversation that is named', async () => {
    await run(['chat', 'count to 2'], { env })
    const { conversationId } = await stored()
    const { code } = await run(['chat', '--conversation', conversationId, 'count to 3'], { env })
    expect(code).toBe(0)
    const { messages } = await stored()
    expect(messages.map(({ content }) => content)).toEqual(['count to 2', '1\n2', 'count to 3', '1\n2\n3'])
  })

  test('that fails says so, keeps what came, and exits with 1', async () => {
    const { stdout, stderr, code } = await run(['chat', 'count to 100 and fail after 7 words'], { env })
    expect(stdout.trim().split('\n')).toHaveLength(7)
    expect(stderr).toMatch(/^failed: .+\n$/)
    expect(code).toBe(1)
  })

  test('goes on at the server when its reader has read enough', async () => {
    const { stdout, exited } = start(['chat', 'count to 40'], { env })
    await once(stdout, 'data')
    stdout.destroy()
    expect(await exited).toBe(0)
    await vi.waitFor(async () => expect((await stored()).messages[1]?.status).toBe('complete'), 10_000)
  })
})

describe('a message', () => {
  test('is what is piped in', async () => {
    await run(['chat'], { env, input: 'count\nto 2\n\n' })
    expect((await stored()).messages[0]?.content).toBe('count\nto 2')
  })

  test('is the argument with what is piped in added', async () => {
    await run(['chat', 'count to 2:'], { env, input: 'ä 🙂\n' })
    expect((await stored()).messages[0]?.content).toBe('count to 2:\n\nä 🙂')
  })

  test('may begin with a dash after two', async () => {
    await run(['chat', '--', '--help'], { env })
    expect((await stored()).messages[0]?.content).toBe('--help')
  })
})

describe('Ctrl-C', () => {
  test('stops the answer at the server, which keeps it as far as it came', async () => {
    const { child, stdout, stderr, exited } = start(['chat', 'count to 1000'], { env })
    stdout.once('data', () => child.kill('SIGINT'))
    const [out, err] = await Promise.all([text(stdout), text(stderr)])
    expect(await exited).toBe(130)
    expect(err).toBe('stopped; kept\n')
    const { messages } = await stored()
    expect(messages[1]).toMatchObject({ status: 'stopped', content: out })
    expect(out.split('\n').length).toBeLessThan(900)
  })
})

describe('a command that cannot be followed says so and exits with 2', () => {
  test.each([
    ['an option that does not exist', ['chat', '--modle', 'x', 'Hello'], /Unknown option '--modle'/],
    ['no message', ['chat'], /There is no message\. Add one/],
    ['nothing at all', [], /Usage: parley COMMAND/],
  ])('%s', async (_, args, expected) => {
    const { stdout, stderr, code } = await run(args, { env })
    expect(stderr).toMatch(expected)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })
})

describe('what the server refuses exits with 1 and says why', () => {
  test.each([
    ['a conversation that is not there', ['-c', newId(), 'Hello'], 'There is no such conversation.\n'],
    ['a model that is not configured', ['-m', 'no:such', 'Hello'], /^model: There is no model/],
  ])('%s', async (_, args, expected) => {
    const { stdout, stderr, code } = await run(['chat', ...args], { env })
    expect(stderr).toMatch(expected)
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  })

  test('no server', async () => {
    const url = 'http://127.0.0.1:1'
    const { stdout, stderr, code } = await run(['chat', '--url', url, 'Hello'], { env })
    expect(stderr).toBe(`No server answers at ${url}. Start it with npm start, or name another with --url.\n`)
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  })
})

test('help goes to stdout, without escape codes', async () => {
  for (const args of [['--help'], ['chat', 'Hello', '--help']]) {
    const { stdout, stderr, code } = await run(args)
    expect(stdout).toMatch(/^Usage: parley [ -~·\n]+$/)
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  }
})
