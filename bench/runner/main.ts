import { persistence } from '../persistence.ts'
import { startup } from '../startup.ts'
import { helpText, readArguments } from './arguments.ts'
import type { Bench } from './measurement.ts'
import { report } from './report.ts'

const benches = new Map<string, Bench>(Object.entries({ startup, persistence }))

try {
  const { names, help, ...options } = readArguments(process.argv.slice(2), benches)
  if (help) console.log(helpText(benches))
  else await run(names, options)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function run(names: readonly string[], options: Parameters<Bench['measure']>[0]): Promise<void> {
  for (const [name, bench] of benches) {
    if (!names.includes(name)) continue
    console.log(`\n${name}: ${bench.claim}\nbase: ${bench.base}`)
    if (!(await report(name, await bench.measure(options)))) process.exitCode = 1
  }
}
