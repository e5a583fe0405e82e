import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a running postmaster writes of itself into its data folder. */
export interface PidFile {
  pid: number
  port: number
  /** The folder of its socket, or the address it listens on. */
  host: string
  ready: boolean
}

const pathOf = (data: string) => join(data, 'postmaster.pid')

/** Reads `postmaster.pid` (lines as in Postgres's pidfile.h). Null when there is none. */
export async function readPidFile(data: string): Promise<PidFile | null> {
  const text = await readFile(pathOf(data), 'utf8').catch(() => null)
  if (text === null) return null
  const [pid, , , port, socket, address, , status] = text.split('\n').map((line) => line.trim())
  return { pid: Number(pid), port: Number(port), host: socket || address || '', ready: status === 'ready' }
}

/** Removes a pid file whose process is no postmaster: Postgres would take it for one and not start. */
export async function removePidFile(data: string, stale: PidFile): Promise<void> {
  const now = await readPidFile(data)
  if (now?.pid === stale.pid) await rm(pathOf(data), { force: true })
}

const run = promisify(execFile)

/** Whether a Postgres server has this id; of this folder, where the system can tell. Ids are used again after a restart. */
export async function isPostmaster(pid: number, data: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data))
    const { stdout } =
      process.platform === 'win32'
        ? await run('tasklist', ['/NH', '/FI', `PID eq ${pid}`])
        : await run('ps', ['-o', 'command=', '-p', String(pid)])
    return stdout.includes('postgres')
  } catch {
    return false
  }
}
