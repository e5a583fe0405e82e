import { converse } from '../chat/converse.ts'
import { readOptions } from '../chat/options.ts'
import { readPiped } from '../chat/read-piped.ts'
import { toCommandError, UsageError } from '../failure.ts'
import type { Command } from './command.ts'

const help = `Usage: parley chat [OPTIONS] [MESSAGE]

Sends a message and prints its answer as it is written. Without a message, in a terminal, asks for one line after
another; /quit or Ctrl-D leaves. What is piped in is the message, or is added to it.

Ctrl-C stops the answer at the server, where it is kept as far as it came. The second Ctrl-C leaves.

Options:
  -c, --conversation ID   go on in this conversation; a new one is begun without
  -m, --model MODEL       the model that answers, for example demo:offline
      --url URL           the server, instead of PARLEY_URL or http://127.0.0.1:3000
      --json              print the events of the typed client, one JSON object a line
  -h, --help              print this

Examples:
  parley chat "What is a monad?"
  git diff | parley chat "Write a commit message for this"
  parley chat --json "Count to 10" | jq -r 'select(.type == "finish").message.status'

Exit codes: 0 answered · 1 failed, or the answer is not whole · 2 wrong usage · 130 stopped with Ctrl-C
`

export const chat: Command = {
  summary: 'send a message and see its answer as it is written',
  help,
  async run(args, env, terminal) {
    const options = readOptions(args)
    const url = options.url ?? env.url
    const given = options.message
    const piped = (await readPiped(process.stdin)) || null
    const message = given !== null && piped !== null ? `${given}\n\n${piped}` : (given ?? piped)
    if (message === null && !process.stdin.isTTY) {
      throw new UsageError('There is no message. Add one, as in: parley chat "Hello"')
    }
    try {
      return await converse({ ...options, url, message }, env, terminal)
    } catch (error) {
      throw toCommandError(error, url)
    }
  },
}
