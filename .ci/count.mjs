// node .ci/count.mjs tests|gates|faults EXIT_CODE LOG: prints `PASSED FAILED` for one logged run.
// tests: the sum of vitest's own summaries, one a task, so a replayed log counts once. gates: one a task.
// faults: one a kill that was survived.
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const [kind, exitCode, path] = process.argv.slice(2)
const lines = stripVTControlCharacters(readFileSync(path, 'utf8')).split('\n')
const failedTasks = new Set(
  lines.flatMap((line) => /^\s*Failed:\s+(\S.*)$/.exec(line)?.[1].split(/,\s*/) ?? []).map((task) => task.trim()),
)

/** A failed task has at least one failure, also where no test could say so: a crash, a broken import, a time-out. */
function countTests() {
  const tasks = new Map()
  for (const line of lines) {
    const summary = /^(\S+):(\S+): \s*Tests\s+(.*\(\d+\))\s*$/.exec(line)
    if (summary)
      tasks.set(`${summary[1]}#${summary[2]}`, {
        passed: count(summary[3], 'passed'),
        failed: count(summary[3], 'failed'),
      })
  }
  for (const task of failedTasks) {
    const { passed = 0, failed = 0 } = tasks.get(task) ?? {}
    tasks.set(task, { passed, failed: Math.max(1, failed) })
  }
  return [...tasks.values()].reduce(
    (sum, task) => ({ passed: sum.passed + task.passed, failed: sum.failed + task.failed }),
    {
      passed: 0,
      failed: 0,
    },
  )
}

const count = (summary, word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0)

function countGates() {
  const [, successful, total] =
    lines.map((line) => /^\s*Tasks:\s+(\d+) successful, (\d+) total/.exec(line)).find(Boolean) ?? []
  return { passed: Number(successful ?? 0), failed: Number(total ?? 0) - Number(successful ?? 0) }
}

function countFaults() {
  const figure = (name) =>
    Number(lines.map((line) => new RegExp(`^${name}: (\\d+)$`).exec(line)?.[1]).find(Boolean) ?? 0)
  return { passed: figure('kills'), failed: figure('violations') }
}

const { passed, failed } = { gates: countGates, tests: countTests, faults: countFaults }[kind]()
const isUnseenFailure = failed === 0 && (exitCode !== '0' || passed === 0)
console.log(`${passed} ${isUnseenFailure ? 1 : failed}`)
