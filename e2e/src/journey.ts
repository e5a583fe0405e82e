import type { Browser } from 'playwright-core'
import { expect, test as base } from 'vitest'

import { hasBrowser, launchBrowser, visit, type Visit } from './browser.ts'
import { startServer, type TestServer } from './server.ts'

/** A test with a running server and browser, shared in its file, and a new visitor of its own whom nothing bad befalls. */
export const journey = base
  .extend<'server', TestServer>('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startServer()
    onCleanup(() => server[Symbol.asyncDispose]())
    return server
  })
  .extend<'browser', Browser>('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  .extend<'visitor', Visit>('visitor', async ({ server, browser }, { onCleanup }) => {
    const visitor = await visit(browser, server.url)
    onCleanup(async () => {
      await visitor[Symbol.asyncDispose]()
      expect(visitor.problems).toEqual([])
    })
    return visitor
  })
  .skipIf(!hasBrowser())
