import { branches } from '../branches.ts'
import { commits } from '../commits.ts'
import { firstToken } from '../first-token.ts'
import { generations } from '../generations.ts'
import { memory } from '../memory.ts'
import { persistence } from '../persistence.ts'
import { replicas } from '../replicas.ts'
import { startup } from '../startup.ts'
import { helpText, readArguments, type Asked } from './arguments.ts'
import type { Bench } from './measurement.ts'
import { report } from './report.ts'
import { writeSection } from './section.ts'

const benches = new Map<string, Bench>(
  Object.entries({ startup, persistence, branches, 'first-token': firstToken, generations, commits, memory, replicas }),
)

try {
  const asked = readArguments(process.argv.slice(2), benches)
  if (asked.help) console.log(helpText(benches))
  else await run(asked)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function run({ names, writeDocs, ...options }: Asked): Promise<void> {
  for (const [name, bench] of benches) {
    if (!names.includes(name)) continue
    console.log(`\n${name}: ${bench.claim}\nbase: ${bench.base}`)
    const { measurements, section } = await bench.measure(options)
    const holds = await report(name, measurements)
    if (!holds) process.exitCode = 1
    if (!writeDocs || section === undefined) continue
    if (holds) await writeSection(name, section)
    else console.error(`docs/performance.md is left as it was: a figure of ${name} misses its bar.`)
  }
}
