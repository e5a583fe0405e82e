import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { helpText, readArguments, type Asked } from './command/arguments.ts'
import { judgeStops, summaryLine, summaryText } from './report/summary.ts'
import { runAll } from './rounds/run-all.ts'

const results = join(import.meta.dirname, 'results')

try {
  const asked = readArguments(process.argv.slice(2))
  if (asked.help) process.stdout.write(helpText)
  else await main(asked)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function main({ rounds, seed }: Asked): Promise<void> {
  const started = Date.now()
  const { tally, violations: found } = await runAll({ rounds, seed, say: (line) => process.stdout.write(`${line}\n`) })
  const violations = [...found, ...judgeStops(tally)]
  const seconds = Math.round((Date.now() - started) / 1_000)
  await mkdir(results, { recursive: true })
  await appendFile(join(results, 'faults.jsonl'), summaryLine(tally, violations, { seed, rounds, seconds }))
  process.stdout.write(summaryText(tally, violations, seed))
  if (violations.length > 0) process.exitCode = 1
}
