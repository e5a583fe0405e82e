import { createParley, type ConnectionState } from '@parley/client'
import { newId } from '@parley/contract'

import type { Env } from '../env.ts'
import { exitCodes, toCommandError } from '../failure.ts'
import { signIn } from '../session/sign-in.ts'
import type { Terminal } from '../terminal.ts'
import { printAnswer } from './answer.ts'
import type { ChatOptions } from './options.ts'
import { printJson, printText } from './print.ts'
import { talk } from './talk.ts'

/** Answers the message, or what a person types when there is none. Returns the exit code. */
export async function converse(options: ChatOptions & { url: string }, env: Env, terminal: Terminal): Promise<number> {
  const { url, message } = options
  const token = await signIn(url, env, terminal)
  const parley = createParley({ url, token, onState: tellBreaks(terminal) })
  const print = options.json ? printJson(terminal) : printText(terminal)
  const conversationId = options.conversation ?? newId()
  const model = options.model === null ? {} : { model: options.model }
  let begun = options.conversation !== null
  const ask = async (content: string): Promise<number> => {
    const code = await printAnswer(parley, terminal, print, { conversationId, content, ...model })
    begun = true
    return code
  }
  try {
    // An id that is mistyped would make a new conversation, so it is looked up first.
    if (begun) await parley.trpc.conversations.get.query({ id: conversationId })
    const code = message === null ? await askInTurn(ask, url, terminal) : await ask(message)
    const server = url === env.url ? '' : ` --url ${url}`
    if (begun) terminal.hint(`Go on with: parley chat --conversation ${conversationId}${server}`)
    return code
  } finally {
    parley.close()
  }
}

/** A message that is refused is told and leaves the rest of the conversation as it is. */
async function askInTurn(ask: (line: string) => Promise<number>, url: string, terminal: Terminal): Promise<number> {
  const output = terminal.interactive ? process.stdout : process.stderr
  const answer = async (line: string) => {
    await ask(line).catch((error: unknown) => terminal.note(toCommandError(error, url).message))
  }
  await talk({ input: process.stdin, output, answer })
  return exitCodes.ok
}

function tellBreaks(terminal: Terminal): (state: ConnectionState) => void {
  let before: ConnectionState = 'idle'
  return (state) => {
    if (before === 'open' && state === 'connecting') terminal.note('The connection broke. Trying again.')
    before = state
  }
}
