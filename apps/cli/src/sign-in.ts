import { createParley, signInAsGuest, type Parley } from '@parley/client'

import { createCredentials } from './credentials.ts'
import type { readEnv } from './env.ts'

/** A client for the server, with the kept session; the first use of a server starts one as a guest. */
export async function signIn(url: string, env: ReturnType<typeof readEnv>): Promise<Parley> {
  if (env.token !== null) return createParley({ url, token: env.token })
  const credentials = createCredentials(env.configDir)
  const kept = await credentials.token(url)
  if (kept !== null) return createParley({ url, token: kept })
  const { token } = await signInAsGuest(url)
  await credentials.save(url, token)
  return createParley({ url, token })
}
