import { homedir } from 'node:os'
import { join } from 'node:path'

/** The settings of the command line client. */
export function readEnv() {
  const { PARLEY_URL, PARLEY_TOKEN, XDG_CONFIG_HOME } = process.env
  return {
    url: PARLEY_URL ?? 'http://127.0.0.1:3000',
    token: PARLEY_TOKEN ?? null,
    configDir: join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'parley'),
  }
}
