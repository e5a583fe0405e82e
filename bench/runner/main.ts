import { startup } from '../startup.ts'
import type { Bench } from './measurement.ts'
import { report } from './report.ts'

const benches = new Map<string, Bench>(Object.entries({ startup }))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !benches.has(name))

if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(', ')}. There are: ${[...benches.keys()].join(', ')}`)
  process.exitCode = 1
} else {
  for (const [name, bench] of benches) {
    if (asked.length > 0 && !asked.includes(name)) continue
    console.log(`\n${name}: ${bench.claim}\nbase: ${bench.base}`)
    if (!(await report(name, await bench.measure()))) process.exitCode = 1
  }
}
