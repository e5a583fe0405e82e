import { existsSync } from 'node:fs'
import { join } from 'node:path'

import compression from 'compression'
import express, { Router } from 'express'

const dist = join(import.meta.dirname, '../../web/dist')

/** The built web app: files named by their content are kept for a year, the page itself is asked for each time. */
export function webApp(): Router {
  const router = Router()
  router.use(compression())
  router.use('/assets', express.static(join(dist, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  router.use('/assets', (_request, response) => response.sendStatus(404))
  router.use(express.static(dist, { index: false, maxAge: 0 }))
  router.get('/{*path}', (request, response, next) => {
    if (request.path.startsWith('/api/') || request.accepts('html') === false) return next()
    if (!existsSync(dist)) {
      response.status(503).type('text').send('The web app is not built yet. Run: pnpm turbo run build\n')
      return
    }
    response.set('cache-control', 'no-cache').sendFile(join(dist, 'index.html'))
  })
  router.use((_request, response) => response.status(404).json({ message: 'There is nothing here.' }))
  return router
}
