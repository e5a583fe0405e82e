import { once } from 'node:events'
import { chmod, mkdtempDisposable } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { newId } from '@parley/contract'
import { describe, expect, it, vi } from 'vitest'

import { signIn, type Guest } from './testing/guest.ts'
import { mutate, query } from './testing/http.ts'
import { startProcess } from './testing/process.ts'

/** Sends a question and gives its conversation as soon as some of the answer is stored. */
async function ask(url: string, { byToken }: Guest, content: string): Promise<string> {
  const conversationId = newId()
  const sent = await mutate(url, 'chat.send', { conversationId, messageId: newId(), content }, byToken)
  expect(sent.status).toBe(200)
  await vi.waitFor(async () => expect((await answerOf(url, byToken, conversationId)).content).toMatch(/\w/), {
    timeout: 10_000,
    interval: 20,
  })
  return conversationId
}

async function answerOf(url: string, headers: Record<string, string>, conversationId: string) {
  const { text } = await query(url, 'messages.list', { conversationId }, headers)
  const [, status = '', content = ''] = /"role":"assistant","status":"(\w+)","content":"([^"]*)"/.exec(text) ?? []
  return { status, content }
}

// Most of their time these wait: for a grace period, or for a lease to end.
describe.concurrent('the server as a process', () => {
  it('keeps everything through SIGTERM, kill -9 and SIGINT', { timeout: 120_000 }, async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'parley-server-main-'))
    // Started by root, Postgres runs as another user, who must be able to enter.
    await chmod(folder.path, 0o755)
    const env = { PATH: '', DATA_DIR: join(folder.path, 'data'), PORT: '0', LOG_LEVEL: 'warn' }
    let guest: Guest
    let termed: string
    let killed: string
    let shown: string
    {
      await using first = startProcess(env)
      const url = await first.ready
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      guest = await signIn(url)
      termed = await ask(url, guest, 'Count to 1000')
      const started = performance.now()
      // npm passes a Ctrl-C on that the terminal sent already: two signals, one wish.
      first.kill('SIGTERM')
      first.kill('SIGINT')
      expect(await first.exited).toEqual({ code: 0, signal: null })
      expect(performance.now() - started).toBeLessThan(9_000)
    }
    {
      await using second = startProcess(env)
      const url = await second.ready
      expect(await answerOf(url, guest.byToken, termed)).toMatchObject({
        status: 'interrupted',
        content: expect.stringMatching(/^1/),
      })
      killed = await ask(url, guest, 'Count to 1000')
      shown = (await answerOf(url, guest.byToken, killed)).content
      second.kill('SIGKILL')
      expect(await second.exited).toEqual({ code: null, signal: 'SIGKILL' })
    }
    await using third = startProcess(env)
    const url = await third.ready
    expect((await answerOf(url, guest.byToken, termed)).status).toBe('interrupted')
    expect((await answerOf(url, guest.byToken, killed)).content.startsWith(shown)).toBe(true)
    await vi.waitFor(
      async () => expect(await answerOf(url, guest.byToken, killed)).toMatchObject({ status: 'interrupted' }),
      { timeout: 10_000, interval: 50 },
    )
    expect((await answerOf(url, guest.byToken, killed)).content.startsWith(shown)).toBe(true)
    third.kill('SIGINT')
    expect(await third.exited).toEqual({ code: 0, signal: null })
  })

  it('that finds its port in use says so, names another, and ends with 1', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'parley-server-main-'))
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await using refused = startProcess({ PATH: '', DATA_DIR: join(folder.path, 'data'), PORT: String(port) })
    expect(await refused.exited).toEqual({ code: 1, signal: null })
    expect(refused.output()).toContain(`Port ${port} is in use`)
    expect(refused.output()).not.toMatch(/\bat .*\.[jt]s:\d/)
    other.close()
  })

  it('that cannot use its settings names them without their values and ends with 1', async () => {
    await using refused = startProcess({ PATH: '', PORT: 'canary', AUTH_SECRET: 'canary' })
    expect(await refused.exited).toEqual({ code: 1, signal: null })
    expect(refused.output()).toMatch(/PORT: .*\n.*AUTH_SECRET: must have at least 32 characters/)
    expect(refused.output()).not.toContain('canary')
  })
})
