import { measureAtOnce, measureSingle } from './persistence/cases.ts'
import { SMALLER_TABLES } from './persistence/conversations.ts'
import { persistenceSection } from './persistence/docs.ts'
import { measureHistories, measureTables } from './persistence/growth.ts'
import { load } from './persistence/load.ts'
import { createOperations, type Operations } from './persistence/operations.ts'
import { startServer, type Pools, type Server } from './persistence/server.ts'
import { describeEnvironment } from './runner/environment.ts'
import type { Bench } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'

/** The ratios are measured with so many messages at most. */
const MILLION = 1_000_000

export const persistence: Bench = {
  claim: 'an operation on conversations takes at most 1.3 times what hand-written SQL takes',
  base: 'one prepared statement a call through postgres.js, on lean tables with the same rows',
  measure: async ({ messages }) => {
    await using server = await startServer()
    const middle = Math.min(messages, MILLION)
    const databases = new Map<number, () => Pools>()
    for (const size of new Set([...SMALLER_TABLES, middle, messages])) databases.set(size, await fill(server, size))

    await using pools = new AsyncDisposableStack()
    const tables = new Map<number, Operations>()
    for (const [size, open] of databases) tables.set(size, await createOperations(pools.use(open())))
    const [open, operations] = [databases.get(middle), tables.get(middle)]
    if (!open || !operations) throw new Error(`There is no table of ${middle} messages to measure the ratios with.`)

    progress('measuring tables of every size')
    const byTable = await measureTables(tables)
    progress('measuring one caller')
    const single = await measureSingle(operations)
    progress('measuring 16 callers')
    const together = pools.use(open())
    const cases = { ...single, atOnce: await measureAtOnce(await createOperations(together)) }
    progress('measuring conversations of every length')
    const byLength = await measureHistories(operations)
    progress('')

    const measurements = [...cases.single, cases.longAgainstShort, ...cases.atOnce]
    const figures = { messages, middle, cases, tables: byTable, histories: byLength }
    return { measurements, section: persistenceSection(figures, await describeEnvironment(together.ours)) }
  },
}

/** A database with tables of `size` messages. */
async function fill(server: Server, size: number): Promise<() => Pools> {
  const open = await server.makeDatabase(`bench_${size}`)
  await using loader = open()
  const label = `${size.toLocaleString('en')} messages`
  await load(loader.ours, size, (share) => progress(`loading ${label}: ${Math.round(share * 100)} %`))
  return open
}
