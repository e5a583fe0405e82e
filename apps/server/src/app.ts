import { appRouter, authHandler } from '@parley/api'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import express, { type Express } from 'express'

import type { Config } from './config.ts'
import { createContext } from './context.ts'
import { healthRoutes } from './health.ts'
import { maskFailures } from './mask-failures.ts'
import type { Origins } from './origins.ts'
import { reportError } from './report-error.ts'
import { decodablePath, onlyJson, onlyOurPages, securityHeaders, smallBodies } from './security.ts'
import type { Running } from './services.ts'
import { webApp } from './web-app.ts'

/** Bytes of one HTTP request; the longest message allowed takes less. */
const MAX_BODY_BYTES = 6 * 1024 * 1024
/** What of the sign-in library is served: no more than is used. */
const AUTH_PATHS = ['/api/auth/sign-in/anonymous', '/api/auth/sign-out', '/api/auth/get-session']
/** Bytes of one request to sign in or out. */
const MAX_AUTH_BODY_BYTES = 64 * 1024
/** Calls in one batch. */
const MAX_BATCH = 20

/** Everything the server answers over HTTP. */
export function createApp(config: Config, running: Running, origins: Origins): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustProxy)
  app.use(healthRoutes(config, running, origins))
  app.use(
    securityHeaders({ https: config.baseUrl?.startsWith('https:') ?? false }),
    onlyOurPages(origins),
    decodablePath,
  )
  app.all(AUTH_PATHS, smallBodies(MAX_AUTH_BODY_BYTES), clientAddress, authHandler(running.auth))
  app.use(
    '/trpc',
    onlyJson,
    createExpressMiddleware({
      router: appRouter,
      createContext: ({ req }) => createContext(running, req),
      onError: reportError(running.services.logger),
      maxBodySize: MAX_BODY_BYTES,
      maxBatchSize: MAX_BATCH,
    }),
  )
  app.use(webApp())
  app.use(maskFailures(running.services.logger))
  return app
}

/** Tells the sign-in rate limiter who asks, in a header that a client cannot set. */
const clientAddress: express.RequestHandler = (request, _response, next) => {
  request.headers['x-client-address'] = request.ip ?? ''
  next()
}
