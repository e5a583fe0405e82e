import { measureAtOnce, measureSingle, type Cases } from './persistence/cases.ts'
import { SMALLEST } from './persistence/conversations.ts'
import { writeDocs } from './persistence/docs.ts'
import { joinGrowth, measureHistory, measureTable, type Growth } from './persistence/growth.ts'
import { load, prepareTables } from './persistence/load.ts'
import { createOperations } from './persistence/operations.ts'
import { startServer } from './persistence/server.ts'
import type { Bench } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'

/** The ratios are measured with so many messages at most. */
const MILLION = 1_000_000
const LENGTHS = [100, 1_000, 10_000, 100_000] as const

export const persistence: Bench = {
  claim: 'an operation on conversations takes at most 1.3 times what hand-written SQL takes',
  base: 'one prepared statement a call through postgres.js, on lean tables with the same rows',
  measure: async ({ messages, writeDocs: writes }) => {
    await using server = await startServer()
    await using loader = server.connect()
    await prepareTables(loader.ours)
    const middle = Math.min(messages, MILLION)
    const tables: Growth[] = []
    let cases: Cases | undefined
    for (const size of new Set([SMALLEST, middle, messages])) {
      const label = `${size.toLocaleString('en')} messages`
      await load(loader.ours, size, (share) => progress(`loading ${label}: ${Math.round(share * 100)} %`))
      // New pools each time: a single caller then has a single connection, which has seen no other plans.
      await using alone = server.connect()
      const operations = await createOperations(alone)
      progress(`measuring with ${label}`)
      tables.push(...(await measureTable(operations, size)))
      if (size !== middle) continue
      const single = await measureSingle(operations)
      await using together = server.connect()
      progress(`measuring with ${label}, 16 callers`)
      cases = { ...single, atOnce: await measureAtOnce(await createOperations(together)) }
    }
    progress('measuring conversations of every length')
    await using alone = server.connect()
    const operations = await createOperations(alone)
    const histories: Growth[] = []
    for (const length of LENGTHS) histories.push(...(await measureHistory(operations, length)))
    progress('')
    if (!cases) return []
    const figures = { messages, middle, cases, tables: joinGrowth(tables), histories: joinGrowth(histories) }
    if (writes) await writeDocs(loader.ours, figures)
    return [...cases.single, cases.longAgainstShort, ...cases.atOnce]
  },
}
