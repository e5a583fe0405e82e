import { createParley, type ConnectionState, type Parley } from '@parley/client'
import { newId } from '@parley/contract'
import { printAnswer } from '../chat/answer.ts'
import { readOptions, type ChatOptions } from '../chat/options.ts'
import { printJson, printText } from '../chat/print.ts'
import { readPiped } from '../chat/read-piped.ts'
import { talk } from '../chat/talk.ts'
import type { Env } from '../env.ts'
import { exitCodes, toCommandError, UsageError } from '../failure.ts'
import { signIn } from '../session/sign-in.ts'
import type { Terminal } from '../terminal.ts'
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
      --help              print this

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
    const message = await readMessage(options)
    if (message === null && !process.stdin.isTTY) {
      throw new UsageError('There is no message. Add one, as in: parley chat "Hello"')
    }
    try {
      return await chatWith(url, options, message, env, terminal)
    } catch (error) {
      throw toCommandError(error, url)
    }
  },
}

async function chatWith(
  url: string,
  options: ChatOptions,
  message: string | null,
  env: Env,
  terminal: Terminal,
): Promise<number> {
  const token = await signIn(url, env, terminal)
  const parley = createParley({ url, token, onState: tellBreaks(terminal) })
  try {
    const conversationId = await chooseConversation(parley, options)
    const print = options.json ? printJson(terminal) : printText(terminal)
    const model = options.model === null ? {} : { model: options.model }
    const ask = (content: string) => printAnswer(parley, terminal, print, { conversationId, content, ...model })
    const code = message === null ? await converse(ask, url, terminal) : await ask(message)
    terminal.hint(`Go on with: parley chat --conversation ${conversationId}${options.url ? ` --url ${url}` : ''}`)
    return code
  } finally {
    parley.close()
  }
}

/** Null when there is none but a person to ask. */
async function readMessage({ message }: ChatOptions): Promise<string | null> {
  const piped = (await readPiped(process.stdin)) || null
  return message !== null && piped !== null ? `${message}\n\n${piped}` : (message ?? piped)
}

/** An id that is mistyped would make a new conversation, so it is looked up first. */
async function chooseConversation(parley: Parley, { conversation }: ChatOptions): Promise<string> {
  return conversation === null ? newId() : (await parley.trpc.conversations.get.query({ id: conversation })).id
}

async function converse(ask: (line: string) => Promise<number>, url: string, terminal: Terminal): Promise<number> {
  const answer = async (line: string) => {
    await ask(line).catch((error: unknown) => terminal.note(toCommandError(error, url).message))
  }
  await talk({ input: process.stdin, output: terminal.interactive ? process.stdout : process.stderr, answer })
  return exitCodes.ok
}

function tellBreaks(terminal: Terminal): (state: ConnectionState) => void {
  let before: ConnectionState = 'idle'
  return (state) => {
    if (before === 'open' && state === 'connecting') terminal.note('The connection broke. Trying again.')
    before = state
  }
}
