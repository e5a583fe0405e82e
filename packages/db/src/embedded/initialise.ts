import { access, chown, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { Identity } from './identity.ts'
import { complete } from './program.ts'

export const SUPERUSER = 'parley'

/**
 * Makes a new cluster in `data` unless there is one. It is built beside its place and moved there when it is whole, so
 * that neither a crash nor another process ever meets half of one. With a password file it asks for that password.
 */
export async function initialise(
  initdb: string,
  data: string,
  identity: Identity,
  passwordFile?: string,
): Promise<void> {
  if (await isCluster(data)) return
  const draft = await mkdtemp(`${data}.new-`)
  const auth = passwordFile ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust']
  // The collation is Postgres's own: it is the same on every system and never changes under an index.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    if (identity.user) await chown(draft, identity.user.uid, identity.user.gid)
    await complete(initdb, [`--pgdata=${draft}`, `--username=${SUPERUSER}`, ...auth, ...locale], identity)
    await rename(draft, data)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another process that started at the same time was first.
    if (!(await isCluster(data))) throw error
  }
}

const isCluster = (data: string) =>
  access(join(data, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
