import { drawChart, type Chart } from './plot/chart.ts'
import type { Bench } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'
import { significant, table } from './runner/table.ts'
import { openArena, type Arena } from './streaming/arena.ts'
import { heading } from './streaming/docs.ts'
import { delaysSchema, doneSchema, type Delays } from './streaming/protocol.ts'

const ANSWERS = [1, 10, 50, 100, 200, 400] as const
const SETTLE_MS = 1_000
const MEASURE_MS = 3_000

/** What was measured with so many answers at once. */
interface Load {
  readonly answers: number
  readonly delays: Delays
}

export const commits: Bench = {
  claim: 'more answers at once make larger commits, not more of them',
  base: 'one commit a chunk; for the last case, 50 answers',
  measure: async () => {
    await using arena = await openArena()
    const loads = await measureLoads(arena)
    progress('')
    const at = (answers: number) => perSecond(loads.find((load) => load.answers === answers)?.delays)
    const figure = { unit: 'commits/s', barOn: 'ratio' } as const
    const measurements = [
      { case: '400 answers', ours: at(400).commits, base: at(400).chunks, bar: 0.2, ...figure },
      { case: '400 against 50 answers', ours: at(400).commits, base: at(50).commits, bar: 1.5, ...figure },
    ]
    const text = `${await heading('commits', arena)}\n\n${render(loads)}`
    return { measurements, section: { text, plots: { 'commits.svg': drawChart(chartOf(loads)) } } }
  },
}

function render(loads: readonly Load[]): string {
  const rows = loads.map(({ answers, delays }) => {
    const { commits: made, chunks } = perSecond(delays)
    const figures = [made, chunks, chunks / made, delays.p50, delays.p99]
    return [String(answers), ...figures.map(significant)]
  })
  const head = ['answers', 'commits/s', 'chunks/s', 'chunks a commit', 'delay p50', 'p99']
  return `![Commits a second and chunks in a commit, by answers at once](performance/commits.svg)\n\n${table(head, rows)}`
}

function chartOf(loads: readonly Load[]): Chart {
  const panel = (title: string, ours: (load: Load) => number, base: (load: Load) => number) => ({
    title,
    points: loads.map((load) => ({ x: load.answers, ours: ours(load), base: base(load) })),
  })
  return {
    title: 'Commits by answers at once',
    xLabel: 'answers at once, 20 chunks a second each',
    yLabel: 'as the panels say',
    legend: { ours: 'Parley', base: 'a commit a chunk' },
    columns: 2,
    panels: [
      panel(
        'commits a second',
        ({ delays }) => perSecond(delays).commits,
        ({ delays }) => perSecond(delays).chunks,
      ),
      panel(
        'chunks in a commit',
        ({ delays }) => delays.chunks / delays.commits,
        () => 1,
      ),
    ],
  }
}

const perSecond = (delays: Delays | undefined) => ({
  commits: delays === undefined ? Number.NaN : delays.commits / delays.seconds,
  chunks: delays === undefined ? Number.NaN : delays.chunks / delays.seconds,
})

async function measureLoads(arena: Arena): Promise<Load[]> {
  await using worker = await arena.start('ours')
  const loads: Load[] = []
  for (const answers of ANSWERS) {
    progress(`${answers} answers`)
    await worker.ask('hold', doneSchema, answers)
    await worker.ask('measure', delaysSchema, SETTLE_MS)
    loads.push({ answers, delays: await worker.ask('measure', delaysSchema, MEASURE_MS) })
  }
  return loads
}
