import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { startTestServer } from './testing.ts'
import { request } from './testing/http.ts'

const METRICS_TOKEN = 'metrics-token-of-the-tests'
const server = await startTestServer()
const guarded = await startTestServer({ config: { metricsToken: METRICS_TOKEN } })
afterAll(async () => {
  await guarded[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})
const { url } = server

const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob: data:;font-src 'self';" +
  "connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"

describe('every answer', () => {
  it.each(['/', '/c/whatever', '/trpc/models.list', '/api/auth/get-session', '/api/nothing', '/assets/none.js'])(
    'of %s has the security headers',
    async (path) => {
      const { headers } = await request(`${url}${path}`)
      expect(headers).toMatchObject({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('x-powered-by')
      expect(headers).not.toHaveProperty('strict-transport-security')
    },
  )
})

describe('what operators ask', () => {
  it('/healthz says that the process is up', async () => {
    expect(await request(`${url}/healthz`)).toMatchObject({ status: 200, text: 'ok\n' })
  })

  it('/readyz says whether the database answers', async () => {
    expect(await request(`${url}/readyz`)).toMatchObject({ status: 200, text: 'ok\n' })
    await using cut = await startTestServer()
    const [row] = await cut.database.query<{ name: string }>('select current_database() as name')
    // Nobody may connect any more, and who is connected is cut off.
    await server.database.query(`alter database ${row?.name} allow_connections false`)
    await server.database.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      row?.name ?? '',
    ])
    expect(await request(`${cut.url}/readyz`)).toMatchObject({ status: 503 })
    expect(await request(`${cut.url}/healthz`)).toMatchObject({ status: 200 })
    await server.database.query(`alter database ${row?.name} allow_connections true`)
  })

  it('/metrics is Prometheus text', async () => {
    const answer = await request(`${url}/metrics`)
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    expect(answer.text).toMatch(/^parley_generations_running 0$/m)
    expect(answer.text).toContain('process_cpu_seconds_total')
  })

  it.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401],
    ['a longer token', { authorization: `Bearer ${METRICS_TOKEN}x` }, 401],
    ['the token', { authorization: `Bearer ${METRICS_TOKEN}` }, 200],
  ])('/metrics with METRICS_TOKEN set answers %s', async (_, headers, status) => {
    const answer = await request(`${guarded.url}/metrics`, { headers })
    expect(answer.status).toBe(status)
    expect(answer.text.includes('parley_')).toBe(status === 200)
  })
})

describe('the web app', () => {
  const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))

  it('is given for every address in it, or says that it is not built', async () => {
    for (const path of ['/', '/c/whatever', '/settings']) {
      const answer = await request(`${url}${path}`, { headers: { accept: 'text/html' } })
      expect(answer.status).toBe(built ? 200 : 503)
      if (built)
        expect(answer).toMatchObject({
          headers: { 'cache-control': 'no-cache' },
          text: expect.stringMatching(/<div id=/),
        })
      else expect(answer.text).toContain('not built')
    }
  })

  it('is not given for a file that is missing or for the API', async () => {
    expect((await request(`${url}/assets/none.js`)).status).toBe(404)
    for (const path of ['/api/nothing', '/api/auth']) {
      const answer = await request(`${url}${path}`, { headers: { accept: 'text/html' } })
      expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json; charset=utf-8' } })
    }
    expect((await request(`${url}/c/whatever`, { method: 'POST' })).status).toBe(404)
  })
})
