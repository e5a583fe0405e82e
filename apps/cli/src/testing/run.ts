import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const main = join(import.meta.dirname, '../main.ts')

interface Run {
  /** What is piped in; /dev/null when left out. */
  input?: string
  env?: Record<string, string>
}

/** The command line client in a process of its own, with nothing of this process's environment. */
export function start(args: readonly string[], { input, env = {} }: Run = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  if (!child.stdout || !child.stderr) throw new Error('The command was started without pipes.')
  child.stdin?.end(input)
  const exited = once(child, 'exit').then(() => child.exitCode)
  return { child, stdout: child.stdout, stderr: child.stderr, exited }
}

/** Runs a command to its end. */
export async function run(args: readonly string[], options: Run = {}) {
  const { stdout, stderr, exited } = start(args, options)
  const [out, err, code] = await Promise.all([text(stdout), text(stderr), exited])
  return { stdout: out, stderr: err, code }
}
