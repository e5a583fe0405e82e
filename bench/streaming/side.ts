import { z } from 'zod'

import { Recorder } from './recorder.ts'
import { Streams, type ReadStream } from './streams.ts'

/** What every process that reads the provider can be asked. */
export function sideHandlers(read: ReadStream, recorder = new Recorder(), commits = () => 0) {
  const streams = new Streams(read, recorder)
  return {
    hold: async (count: unknown) => streams.hold(z.number().parse(count)),
    firsts: async (times: unknown) => streams.firsts(z.number().parse(times)),
    measure: async (ms: unknown) => {
      const before = commits()
      const delays = await recorder.measure(z.number().parse(ms))
      return { ...delays, commits: commits() - before }
    },
    memory: async () => {
      for (let round = 0; round < 3; round++) {
        globalThis.gc?.()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      const { rss, heapUsed, external } = process.memoryUsage()
      return { resident: rss, used: heapUsed + external }
    },
  }
}
