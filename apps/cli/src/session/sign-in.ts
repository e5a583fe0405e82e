import { findSession, signInAsGuest } from '@parley/client'

import type { Env } from '../env.ts'
import { CommandError } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { createCredentials } from './credentials.ts'

/** A token the server knows: the given one, the kept one, or a new guest's, which is kept from then on. */
export async function signIn(url: string, env: Env, terminal: Terminal): Promise<string> {
  if (env.token !== null) {
    if ((await findSession(url, env.token)) !== null) return env.token
    throw new CommandError(`${url} does not know the session of PARLEY_TOKEN. Unset it to sign in as a guest.`)
  }
  const credentials = createCredentials(env.configDir)
  const kept = await credentials.token(url)
  if (kept !== null && (await findSession(url, kept)) !== null) return kept

  const { token } = await signInAsGuest(url)
  const other = await credentials.token(url)
  // A command that was started at the same time has kept its guest by now: both go on as that one.
  if (other !== null && other !== kept) return other
  await credentials.save(url, token)
  if (kept !== null) terminal.note(`${url} no longer knows the kept session. You are a new guest there.`)
  else terminal.hint(`You are a new guest of ${url}. The session is kept in ${credentials.path}`)
  return token
}
