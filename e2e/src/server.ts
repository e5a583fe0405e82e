import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const main = resolve(import.meta.dirname, '../../apps/server/src/main.ts')

// Settings of whoever runs the tests, and those that vitest makes up (BASE_URL), are not the server's.
const { PATH, HOME, TMPDIR } = process.env
const machine = { PATH, HOME, TMPDIR }

/** A Parley server in a process of its own, with its own port and data, that can be killed and started again. */
export interface TestServer extends AsyncDisposable {
  readonly url: string
  /** Ends the process at once, as a power cut would. Its Postgres goes on. */
  kill: () => Promise<void>
  /** Asks the process to end and waits for it; resolves to its exit code. */
  stop: () => Promise<number | null>
  /** Starts the process again on the same port and data; resolves when it is ready. */
  start: () => Promise<void>
  /** What the process has printed since the first start. */
  output: () => string
}

export async function startServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-e2e-'))
  // Run as root, Postgres belongs to another user, who has to reach its folder.
  await chmod(dataDir, 0o755)
  const port = await freePort()
  const lines: string[] = []
  let running: ChildProcess | undefined

  const start = async () => {
    const child = spawn(process.execPath, [main], {
      env: { ...machine, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running = child
    await ready(child, lines)
  }
  const end = async (signal: NodeJS.Signals) => {
    const child = running
    if (!child) return null
    running = undefined
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    }
    return child.exitCode
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    kill: async () => {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    start,
    output: () => lines.join('\n'),
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM')
      await endPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Resolves when the process has printed that it is ready; rejects with its output when it ends before. */
async function ready(child: ChildProcess, lines: string[]): Promise<void> {
  if (!child.stdout || !child.stderr) throw new Error('the server was started without pipes')
  const { promise, resolve: isReady, reject } = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (line.includes('Parley is ready')) isReady()
    })
  }
  child.once('error', reject)
  child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${lines.join('\n')}`)))
  await promise
}

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** Ends a Postgres that outlived a killed server. A clean stop has removed its pid file. */
async function endPostgres(dataDir: string): Promise<void> {
  const file = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => undefined)
  const pid = Number(file?.split('\n')[0])
  if (pid > 0) process.kill(pid, 'SIGQUIT')
}
