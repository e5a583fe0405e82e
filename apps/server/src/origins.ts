import type { IncomingMessage } from 'node:http'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/** The origins under which this server may be opened. */
export function createOrigins({ baseUrl, port }: { baseUrl: string | null; port: number }) {
  const own = loopbackNames.map((name) => `http://${name}:${port}`)
  const origins = new Set(baseUrl === null ? own : [new URL(baseUrl).origin, ...own])
  const hosts = new Set([...origins].map((origin) => new URL(origin).host))

  return {
    /** Where people open it. */
    primary: baseUrl ?? `http://${loopbackNames[0]}:${port}`,
    list: [...origins],
    /** A name we do not go by is a rebinding attack or a missing BASE_URL. */
    isOurHost: (request: IncomingMessage): boolean => hosts.has(request.headers.host?.toLowerCase() ?? ''),
    /**
     * Whether a request that may change something comes from our own pages or from no browser at all. Browsers send
     * Sec-Fetch-Site with every request to a trustworthy origin, and Origin with every POST and every socket.
     */
    isOurPage: (request: IncomingMessage): boolean => {
      const site = request.headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
      const { origin } = request.headers
      return origin === undefined || origins.has(origin)
    },
  }
}

export type Origins = ReturnType<typeof createOrigins>
