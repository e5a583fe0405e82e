import { timingSafeEqual } from 'node:crypto'

import { checkHealth } from '@parley/db'
import { Router, type RequestHandler } from 'express'

import type { Config } from './config.ts'
import type { Origins } from './origins.ts'
import { onlyOurPages } from './security.ts'
import type { Running } from './services.ts'

/** `/healthz` the process is up · `/readyz` the database answers and is migrated · `/metrics` Prometheus text. */
export function healthRoutes({ metricsToken }: Config, { services, metrics }: Running, origins: Origins): Router {
  const { registry } = metrics
  const router = Router()
  router.get('/healthz', (_request, response) => response.type('text').send('ok\n'))
  router.get('/readyz', async (_request, response) => {
    const problem = await checkHealth(services.db)
    response
      .status(problem === null ? 200 : 503)
      .type('text')
      .send(`${problem ?? 'ok'}\n`)
  })
  router.get(
    '/metrics',
    metricsToken === null ? onlyOurPages(origins) : withToken(metricsToken),
    async (_request, response) => {
      response.type(registry.contentType).send(await registry.metrics())
    },
  )
  return router
}

const withToken =
  (token: string): RequestHandler =>
  (request, response, next) => {
    if (isSame(request.headers.authorization ?? '', `Bearer ${token}`)) return next()
    response.status(401).set('www-authenticate', 'Bearer').send()
  }

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
