import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../main.ts')

/** A server as a process of its own, with these settings and no others. */
export function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const ready = Promise.withResolvers<string>()
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    const url = /Parley is ready: (\S+)/.exec(output)?.[1]
    if (url !== undefined) ready.resolve(url)
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const exited = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    ready.reject(new Error(`It ended before it was ready: ${output}`))
    return { code, signal }
  })
  // Who waits for the end alone does not ask whether it was ever ready.
  ready.promise.catch(() => {})
  return {
    /** The URL that it prints once it is ready. */
    ready: ready.promise,
    exited,
    output: () => output,
    kill: (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
