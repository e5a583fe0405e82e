import { existsSync } from 'node:fs'

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Where Chromium or Chrome is installed, if it is; CHROMIUM_PATH comes first. */
const chromiumPath = process.env['CHROMIUM_PATH'] ?? places.find((path) => existsSync(path))

/** Says loudly that the journeys do not run here; in CI that is a failure. True when there is a browser. */
export function hasBrowser(): boolean {
  if (chromiumPath !== undefined) return true
  const message = 'No Chromium was found: the browser journeys DO NOT RUN. Install it, or set CHROMIUM_PATH.'
  if (process.env['CI']) throw new Error(message)
  console.warn(`\n${'!'.repeat(message.length)}\n${message}\n${'!'.repeat(message.length)}\n`)
  return false
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    // Chromium's sandbox refuses to run as root, which is who tests run as in a container.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })

/** A browser that nobody has used before, with one page, and everything in it that should not happen. */
export interface Visit extends AsyncDisposable {
  readonly page: Page
  /** Errors in the console, refusals by the content security policy, requests to other origins; of all its pages. */
  readonly problems: readonly string[]
  /** Runs a step in which problems that match are expected, such as refused connections while the server is down. */
  during: <Result>(expected: RegExp, step: () => Promise<Result>) => Promise<Result>
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, ...options })
  const problems: string[] = []
  let expected: RegExp | undefined
  const report = (problem: string) => {
    if (!expected?.test(problem)) problems.push(problem)
  }
  const checkOrigin = (address: string) => {
    const { protocol, host } = new URL(address)
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(url).host) report(`request to ${address}`)
  }
  // Chromium also writes each refusal of the content security policy to the console, as an error.
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => report(`uncaught: ${error.error().message}`))
  context.on('request', (request) => checkOrigin(request.url()))
  context.on('page', (opened) => opened.on('websocket', (socket) => checkOrigin(socket.url())))
  const page = await context.newPage()
  return {
    page,
    problems,
    during: async (pattern, step) => {
      expected = pattern
      try {
        return await step()
      } finally {
        expected = undefined
      }
    },
    [Symbol.asyncDispose]: () => context.close(),
  }
}
