import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createProxy, type Proxy } from './proxy.ts'

const main = join(import.meta.dirname, '../../../../apps/server/src/main.ts')

/** A server in a process of its own on an embedded Postgres of its own, and a proxy in front of it. */
export interface ServerProcess extends AsyncDisposable {
  proxy: Proxy
  /** Ends the process as a power cut does. */
  kill: () => Promise<void>
  /** Starts the process again on the same port and data; resolves when it is ready. */
  start: () => Promise<void>
}

export async function startServerProcess(): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-client-'))
  const port = await freePort()
  const proxy = await createProxy(() => port)
  const env = { PORT: String(port), BASE_URL: proxy.url, DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  let child: ChildProcess | null = null
  const start = async () => {
    child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    await ready(child)
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  await start()
  return {
    proxy,
    kill: () => end('SIGKILL'),
    start,
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM')
      await proxy[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Resolves when the process has printed that it is ready; rejects with what it printed when it ends before. */
async function ready(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('Parley is ready')) resolve()
    })
  }
  child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)))
  await promise
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
