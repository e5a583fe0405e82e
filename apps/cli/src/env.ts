import { homedir } from 'node:os'
import { join } from 'node:path'

/** The settings of the command line client. A variable that is empty counts as unset. */
export function readEnv() {
  const { PARLEY_URL, PARLEY_TOKEN, XDG_CONFIG_HOME, NO_COLOR, TERM } = process.env
  return {
    url: PARLEY_URL || 'http://127.0.0.1:3000',
    token: PARLEY_TOKEN || null,
    configDir: join(XDG_CONFIG_HOME || join(homedir(), '.config'), 'parley'),
    color: !NO_COLOR && TERM !== 'dumb',
  }
}

export type Env = ReturnType<typeof readEnv>
