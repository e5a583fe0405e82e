import { spawnSync } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

interface User {
  uid: number
  gid: number
}

/** As whom Postgres runs. It refuses to run as root, so there it runs as an unprivileged user of the system. */
export interface Identity {
  /** Whom its files belong to; undefined for the user that Parley runs as. */
  user: User | undefined
  /** A command that changes to that user, where changing alone is not enough. */
  prefix: string[]
}

const ACCOUNTS = ['postgres', 'nobody']
/** Linux capabilities that let a user pass closed folders, the weaker one first. */
const PASSES = ['dac_read_search', 'dac_override']

/**
 * Finds an identity that reaches the program and the data folder. As root below a closed home it lends Postgres the one
 * capability to pass that folder. Throws with what to do when there is no way.
 */
export async function chooseIdentity(postgres: string, data: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { user: undefined, prefix: [] }
  const user = await unprivilegedUser(data)
  const closed = (await closedFolder(postgres, user)) ?? (await closedFolder(data, user))
  if (closed === null) return { user, prefix: [] }
  const prefix = PASSES.map((pass) => passing(user, pass)).find((one) => works(one, postgres))
  if (prefix) return { user, prefix }
  throw new Error(
    `Parley runs as root, so Postgres runs as user ${user.uid}, who may not enter ${closed}. ` +
      `Run Parley as an ordinary user, move it and its data out of ${closed}, or allow entering with: chmod o+x ${closed}`,
  )
}

function passing({ uid, gid }: User, pass: string): string[] {
  const caps = [`--inh-caps=+${pass}`, `--ambient-caps=+${pass}`]
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...caps]
}

function works([command = '', ...args]: string[], postgres: string): boolean {
  return spawnSync(command, [...args, postgres, '--version'], { stdio: 'ignore', cwd: '/' }).status === 0
}

/** Data that is there keeps its user; else the system's account for Postgres, else the one for nobody. */
async function unprivilegedUser(data: string): Promise<User> {
  const there = await stat(data).catch(() => null)
  if (there && there.uid !== 0) return { uid: there.uid, gid: there.gid }
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ACCOUNTS) {
    const account = accounts.find((fields) => fields[0] === name)
    // An account may have a negative id, which the system keeps as an unsigned number.
    if (account) return { uid: Number(account[2]) >>> 0, gid: Number(account[3]) >>> 0 }
  }
  throw new Error('Postgres does not run as root, and there is no user "postgres" or "nobody" to run it as.')
}

/** The outermost folder on the way to a path that the user may not enter. */
async function closedFolder(path: string, user: User): Promise<string | null> {
  const folder = dirname(path)
  if (folder === path) return null
  const outer = await closedFolder(folder, user)
  if (outer !== null) return outer
  const { uid, gid, mode } = await stat(folder)
  const mine = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & mine) === 0 ? folder : null
}
