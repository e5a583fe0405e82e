import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const main = join(import.meta.dirname, '../../apps/server/src/main.ts')

/** Milliseconds before a start is tried again that ended by itself, as it may while the database is away. */
const AGAIN_MS = 300

/** A server in a process of its own, to be killed, paused and started again on the same port. */
export interface Replica {
  readonly port: number
  readonly isUp: boolean
  /** Resolves when it is ready, or was killed on the way. */
  start(): Promise<void>
  /** Ends it as a power cut does. False when it did not run. */
  kill(): boolean
  pause(): void
  wake(): void
  /** Asks it to stop; resolves when it has ended. */
  stop(): Promise<void>
}

interface Options {
  port: number
  env: Record<string, string>
  /** Where all that it prints is kept. */
  log: string
  /** It was ready, nobody ended it, and it ended. */
  onCrash: (code: number | null) => void
}

export function createReplica({ port, env, log, onCrash }: Options): Replica {
  let child: ChildProcess | null = null
  let ready = false
  let starting: Promise<void> | null = null

  async function start(): Promise<void> {
    while (child === null) {
      const own = spawn(process.execPath, [main], {
        env: { ...env, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = own
      own.once('exit', (code) => {
        if (child !== own) return
        if (ready) onCrash(code)
        child = null
        ready = false
      })
      const outcome = await untilReady(own, log)
      if (outcome === 'ready' && child === own) ready = true
      if (outcome !== 'failed') return
      await delay(AGAIN_MS)
    }
  }

  return {
    port,
    get isUp() {
      return ready
    },
    start: () => {
      if (starting !== null) return starting
      const own = start().finally(() => {
        if (starting === own) starting = null
      })
      starting = own
      return own
    },
    kill: () => {
      const killed = child?.kill('SIGKILL') ?? false
      child = null
      ready = false
      starting = null
      return killed
    },
    pause: () => void child?.kill('SIGSTOP'),
    wake: () => void child?.kill('SIGCONT'),
    stop: async () => {
      const ending = child
      if (ending === null) return
      child = null
      ready = false
      const exited = once(ending, 'exit')
      ending.kill('SIGTERM')
      await exited
    },
  }
}

async function untilReady(child: ChildProcess, log: string): Promise<'ready' | 'killed' | 'failed'> {
  const { promise, resolve, reject } = Promise.withResolvers<'ready' | 'killed' | 'failed'>()
  const file = createWriteStream(log, { flags: 'a' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      file.write(bytes)
      if (output.length < 1_000) output += bytes.toString()
      if (output.includes('Parley is ready')) resolve('ready')
    })
  }
  child.once('error', reject)
  child.once('close', (_code, signal) => {
    file.end()
    resolve(signal === 'SIGKILL' ? 'killed' : 'failed')
  })
  return promise
}
