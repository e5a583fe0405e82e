import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { median, type Bench } from './runner/measurement.ts'

const root = resolve(import.meta.dirname, '..')
const rounds = 5

export const startup: Bench = {
  claim: 'a second `npm start` is ready in under 3 s',
  base: '`npm start` of a package whose start script is `node -e 0`',
  measure: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
    try {
      // Run as root, Postgres belongs to another user, who has to reach its folder.
      await chmod(folder, 0o755)
      const env = { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'warn' }
      await startAndStop(env)
      const ours = await series(() => startAndStop(env))
      await writeFile(join(folder, 'package.json'), '{ "scripts": { "start": "node -e 0" } }')
      const base = await series(() => startNothing(folder))
      const figure = { ours: median(ours), base: median(base), bar: 3, barOn: 'ours' } as const
      return { measurements: [{ case: 'second start, until ready', unit: 's', ...figure }] }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
}

async function series(once: () => Promise<number>): Promise<number[]> {
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) seconds.push(await once())
  return seconds
}

/** Seconds from `npm start` until the server says that it is ready; ends it as Ctrl-C does, and waits for that. */
async function startAndStop(env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now()
  const child = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let seconds: number | undefined
  for await (const chunk of child.stdout) {
    if (!String(chunk).includes('Parley is ready')) continue
    seconds = (performance.now() - started) / 1000
    child.kill('SIGINT')
  }
  await exited
  if (seconds === undefined) throw new Error('the server ended before it was ready')
  return seconds
}

async function startNothing(cwd: string): Promise<number> {
  const started = performance.now()
  await once(spawn('npm', ['start'], { cwd, stdio: 'ignore' }), 'exit')
  return (performance.now() - started) / 1000
}
