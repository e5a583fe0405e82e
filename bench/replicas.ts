import { z } from 'zod'

import type { Bench, Measurement } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'
import { significant, table } from './runner/table.ts'
import { openArena } from './streaming/arena.ts'
import { heading } from './streaming/docs.ts'
import { answerSchema, delaysSchema, doneSchema, type Delays } from './streaming/protocol.ts'
import type { Worker } from './streaming/worker.ts'

const ANSWERS = [20, 100] as const
const SETTLE_MS = 1_000
const MEASURE_MS = 4_000

interface Pair {
  readonly ours: Delays
  readonly base: Delays
}

export const replicas: Bench = {
  claim: 'who reads an answer on another replica has each word at most 15 ms (p50) later',
  base: 'the same answers followed on the replica that runs them',
  measure: async () => {
    await using arena = await openArena()
    await using here = await arena.start('ours', 'any')
    await using there = await arena.start('ours', 'any')
    const measurements: Measurement[] = []
    const readers: string[] = []
    for (const answers of ANSWERS) {
      progress(`${answers} answers`)
      const { ours, base } = await measurePair(here, there, answers)
      const figure = { unit: 'ms', barOn: 'added' } as const
      readers.push(`${ours.cpu.toFixed(2)} of a core for ${answers}`)
      measurements.push(
        { case: `${answers} answers, p50`, ours: ours.p50, base: base.p50, bar: 15, ...figure },
        { case: `${answers} answers, p99`, ours: ours.p99, base: base.p99, bar: 60, ...figure },
      )
    }
    progress('')
    const row = (one: Measurement) => [one.case, ...[one.base, one.ours, one.ours - one.base].map(significant)]
    const head = ['milliseconds', 'same replica', 'other replica', 'added']
    const text = `${await heading('replicas', arena)}\n\n${table(head, measurements.map(row))}\n\nReading them takes the other replica ${readers.join(' and ')} answers.`
    return { measurements, section: { text } }
  },
}

async function measurePair(here: Worker, there: Worker, count: number): Promise<Pair> {
  const refs = await here.ask('start', z.array(answerSchema), { count, model: 'steady' })
  const measure = async (worker: Worker) => {
    await worker.ask('follow', doneSchema, refs)
    await worker.ask('measure', delaysSchema, SETTLE_MS)
    const delays = await worker.ask('measure', delaysSchema, MEASURE_MS)
    await worker.ask('unfollow', doneSchema)
    return delays
  }
  const base = await measure(here)
  const ours = await measure(there)
  await here.ask('stop', doneSchema, refs)
  return { ours, base }
}
