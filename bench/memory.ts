import { z } from 'zod'

import type { Bench, Measurement } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'
import { significant, table } from './runner/table.ts'
import { openArena, type Arena } from './streaming/arena.ts'
import { heading } from './streaming/docs.ts'
import { answerSchema, doneSchema, memorySchema, type Memory } from './streaming/protocol.ts'
import type { Worker } from './streaming/worker.ts'

const WARM_UP = 30
const ANSWERS = 200
const SILENT = 10
const FOLLOWERS = 2_000
const KB = 1024

export const memory: Bench = {
  claim:
    'a running answer takes at most 1.5 times the memory of a stream that streamText reads; a reader who waits takes 20 KB at most',
  base: 'streamText on the same provider; for a reader, a tRPC subscription that waits on an EventEmitter',
  measure: async () => {
    await using arena = await openArena()
    const [ours, base] = [await running(arena, 'ours'), await running(arena, 'base')]
    const [reader, emitter] = [await idleReaders(arena), await idleEmitters(arena)]
    progress('')
    const figure = (
      name: string,
      of: keyof Memory,
      pair: [Memory, Memory],
      bar: Pick<Measurement, 'bar' | 'barOn'>,
    ) => ({
      case: name,
      unit: 'KB',
      ours: pair[0][of] / KB,
      base: pair[1][of] / KB,
      ...bar,
    })
    const measurements = [
      figure('a running answer, heap', 'used', [ours, base], { bar: 1.5, barOn: 'ratio' }),
      figure('a running answer, resident', 'resident', [ours, base], { bar: 1.5, barOn: 'ratio' }),
      figure('a reader who waits, heap', 'used', [reader, emitter], { bar: 20, barOn: 'ours' }),
      figure('a reader who waits, resident', 'resident', [reader, emitter], { bar: 30, barOn: 'ours' }),
    ]
    const rows = measurements.map((one) => [one.case, significant(one.ours), significant(one.base)])
    const text = `${await heading('memory', arena)}\n\n${table(['KB each', 'Parley', 'base'], rows)}`
    return { measurements, section: { text } }
  },
}

/** Bytes of one more running answer, with its reader. */
async function running(arena: Arena, side: 'ours' | 'base'): Promise<Memory> {
  progress(`memory of running answers: ${side}`)
  await using worker = await arena.start(side)
  return await growth(worker, ANSWERS, (count) => worker.ask('hold', doneSchema, count))
}

async function idleReaders(arena: Arena): Promise<Memory> {
  progress('memory of readers who wait')
  await using worker = await arena.start('ours')
  const refs = await worker.ask('start', z.array(answerSchema), { count: SILENT, model: 'silent' })
  const all = Array.from({ length: FOLLOWERS / SILENT }, () => refs).flat()
  let following = 0
  return await growth(worker, FOLLOWERS - WARM_UP, async (count) => {
    await worker.ask('follow', doneSchema, all.slice(following, count))
    following = count
  })
}

async function idleEmitters(arena: Arena): Promise<Memory> {
  await using worker = await arena.start('idle')
  return await growth(worker, FOLLOWERS - WARM_UP, (count) => worker.ask('follow', doneSchema, count))
}

/** Bytes that one more takes, when some were there before. */
async function growth(worker: Worker, more: number, reach: (count: number) => Promise<unknown>): Promise<Memory> {
  await reach(WARM_UP)
  const before = await worker.ask('memory', memorySchema)
  await reach(WARM_UP + more)
  const after = await worker.ask('memory', memorySchema)
  return { resident: (after.resident - before.resident) / more, used: (after.used - before.used) / more }
}
