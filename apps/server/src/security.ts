import type { RequestHandler } from 'express'
import helmet from 'helmet'

import type { Origins } from './origins.ts'

/** The headers of every answer. The policy allows our own files alone; the app runs under it unchanged. */
export const securityHeaders = ({ https }: { https: boolean }): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'blob:', 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'no-referrer' },
  })

/** Refuses names that are not ours, and requests that another site's page makes a browser send. */
export const onlyOurPages =
  (origins: Origins): RequestHandler =>
  (request, response, next) => {
    if (!origins.isOurHost(request)) {
      response
        .status(421)
        .type('text')
        .send('This server does not go by that name. Set BASE_URL to the address people open.\n')
    } else if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method) && !origins.isOurPage(request)) {
      response.status(403).type('text').send('Requests from other sites are refused.\n')
    } else next()
  }

/** Refuses a path that cannot be decoded, before anything trips over it. */
export const decodablePath: RequestHandler = (request, _response, next) => {
  decodeURIComponent(request.path)
  next()
}

/** Lets JSON alone through: what a form can send as well, tRPC would run as a call without input. */
export const onlyJson: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || request.headers['content-type']?.startsWith('application/json') === true) next()
  else response.status(415).json({ message: 'The content type must be application/json.' })
}

/** Refuses bodies of more bytes than `max`, and those that do not say how many they have. */
export const smallBodies =
  (max: number): RequestHandler =>
  (request, response, next) => {
    if (request.headers['transfer-encoding'] !== undefined) response.sendStatus(411)
    else if (Number(request.headers['content-length'] ?? 0) > max) response.sendStatus(413)
    else next()
  }
