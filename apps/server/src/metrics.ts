import type { Services } from '@parley/api'
import type { Operation } from '@parley/db'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds; one statement takes well under a millisecond, and 10 is more than anybody waits for. */
const BUCKETS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type Metrics = ReturnType<typeof createMetrics>

/** What `/metrics` shows. Labels are names of ours, never an id or a text. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'parley_operation_duration_seconds',
    help: 'Operations of the repository by name and outcome, waiting for a connection included.',
    labelNames: ['operation', 'outcome'],
    buckets: BUCKETS,
    registers,
  })
  const errors = new Counter({
    name: 'parley_operation_errors_total',
    help: 'Operations of the repository that were refused or failed, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const size = new Gauge({
    name: 'parley_database_size_bytes',
    help: 'Size of the database at the last measurement.',
    registers,
  })
  return {
    registry,
    onOperation: ({ name, outcome, ms }: Operation) => {
      seconds.observe({ operation: name, outcome }, ms / 1_000)
      if (outcome !== 'ok') errors.inc({ reason: outcome })
    },
    onDatabaseSize: (bytes: number) => size.set(bytes),
  }
}

/** Adds what is read from the running server when somebody asks. */
export function observeServices({ registry }: Metrics, { db, engine, changes }: Services): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  gauge('parley_generations_running', 'Generations that run in this process.', () => engine.running)
  gauge('parley_feeds_open', 'Feeds of changes that are open in this process.', () => changes.feeds)
  gauge('parley_database_connections_in_use', 'Connections of the pool in use.', () => db.poolUse().inUse)
  gauge('parley_database_callers_waiting', 'Calls that wait for a connection.', () => db.poolUse().waiting)
}
