import { connect, migrate } from '@parley/db'
import { findAccount, seed as addSamples, type SeedCounts, type SeedOptions } from '@parley/db/seed'

import { readOptions, wholeNumber } from './arguments.ts'
import { exitCodes, UsageError, type Command } from './command.ts'
import { openConfigured } from './open.ts'

const defaults = { users: 3, conversations: 40, messages: 30, tasks: 12, seed: 1, until: '2026-01-01' } as const
const value = { type: 'string' } as const

export const seed: Command = {
  summary: 'add sample conversations and tasks',
  help: `Usage: pnpm db:seed [OPTIONS]

Adds sample users with conversations and tasks to the configured database. The same options give the same rows, so a
second run adds nothing, and a run that was stopped is completed by the next one. Nothing that is there is changed.

Options:
  --users N           sample users; ${defaults.users} when left out
  --user ID|newest    no sample users: add to this account, or to the one that signed up last
  --conversations N   for each user; ${defaults.conversations}
  --messages N        in a conversation on average, a few have many times as many; ${defaults.messages}
  --tasks N           for each user; ${defaults.tasks}
  --seed N            another number gives other samples; ${defaults.seed}
  --until DATE        when the newest sample was written at the latest, YYYY-MM-DD in UTC; ${defaults.until}

To look at samples in the browser: open Parley once, which makes a guest, run "pnpm db:seed --user newest", reload.
`,
  async run(args, terminal, signal) {
    const { user, ...size } = readSize(args)
    await using database = await openConfigured(terminal)
    await migrate(database.settings)
    await using db = connect(database.settings)
    const account = user === undefined ? null : await findAccount(db, user)
    if (user !== undefined && !account) throw new Error(noAccount(user))
    const owners = account ? { userId: account.id } : size.users
    const total = size.conversations * (account ? 1 : size.users)
    const onProgress = (counts: SeedCounts) => {
      const done = counts.conversations + counts.already
      terminal.progress(`${count(done)} of ${count(total)} conversations, ${count(counts.messages)} messages`)
    }
    const counts = await addSamples(db, { ...size, owners, signal, onProgress })
    const place = account ? `${account.name} (${account.id}) in ${database.name}` : database.name
    terminal.write(`${told(counts, place)}\n`)
    if (!signal.aborted) return exitCodes.ok
    terminal.note('Stopped. Run it again with the same options to go on.')
    return exitCodes.interrupted
  },
}

type Size = Pick<SeedOptions, 'conversations' | 'messages' | 'tasks' | 'seed' | 'until'> & {
  users: number
  user: string | undefined
}

function readSize(args: readonly string[]): Size {
  const names = {
    users: value,
    user: value,
    conversations: value,
    messages: value,
    tasks: value,
    seed: value,
    until: value,
  }
  const given = readOptions(args, names)
  if (given['users'] !== undefined && given['user'] !== undefined) {
    throw new UsageError('Give either --users, for sample users, or --user, for an account that is there.')
  }
  const number = (name: 'users' | 'conversations' | 'messages' | 'tasks' | 'seed') =>
    wholeNumber(name, given[name], { least: 0, most: 10_000_000, otherwise: defaults[name] })
  return {
    users: number('users'),
    user: typeof given['user'] === 'string' ? given['user'] : undefined,
    conversations: number('conversations'),
    messages: number('messages'),
    tasks: number('tasks'),
    seed: number('seed'),
    until: moment(given['until']),
  }
}

function moment(text: string | boolean | undefined): Date {
  const given = typeof text === 'string' ? text : defaults.until
  const date = new Date(/^(19[89]|[2-9]\d\d)\d-\d\d-\d\d$/.test(given) ? `${given}T00:00:00Z` : NaN)
  if (Number.isNaN(date.getTime())) throw new UsageError('--until must be a day from 1980 on, for example 2026-01-31.')
  return date
}

const count = (number: number) => number.toLocaleString('en')

const noAccount = (user: string) =>
  user === 'newest'
    ? 'There is no account yet. Open Parley once in a browser, which makes a guest, and run this again.'
    : `There is no account with the id ${user}.`

function told({ users, conversations, messages, tasks, already }: SeedCounts, place: string): string {
  const there =
    already === 0 ? '' : ` There already: ${count(already)} of ${count(already + conversations)} conversations.`
  if (users + conversations + tasks === 0) return `Nothing new for ${place}.${there}`
  const added = Object.entries({ users, conversations, messages, tasks }).filter(([, number]) => number > 0)
  return `Added to ${place}: ${added.map(([what, number]) => `${what} ${count(number)}`).join(', ')}.${there}`
}
