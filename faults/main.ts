import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { readArguments, type Arguments } from './command/arguments.ts'
import { helpText } from './command/help.ts'
import { shortfallsOf } from './report/shortfalls.ts'
import { judgeStops, summaryLine, summaryText } from './report/summary.ts'
import { runAll } from './rounds/run-all.ts'

const results = join(import.meta.dirname, 'results')

try {
  const given = readArguments(process.argv.slice(2))
  if (given.help) process.stdout.write(helpText)
  else await main(given)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function main({ rounds, seed }: Arguments): Promise<void> {
  const started = Date.now()
  const {
    tally,
    sweeps,
    violations: found,
  } = await runAll({ rounds, seed, say: (line) => process.stdout.write(`${line}\n`) })
  const violations = [...found, ...judgeStops(tally)]
  const shortfalls = shortfallsOf({ rounds, kills: tally.kills, sweeps })
  const outcome = { tally, violations, shortfalls }
  const seconds = Math.round((Date.now() - started) / 1_000)
  await mkdir(results, { recursive: true })
  await appendFile(join(results, 'faults.jsonl'), summaryLine(outcome, { seed, rounds, seconds }))
  process.stdout.write(summaryText(outcome, seed))
  if (violations.length + shortfalls.length > 0) process.exitCode = 1
}
