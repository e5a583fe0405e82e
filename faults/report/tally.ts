const counted = [
  'sends',
  'resends',
  'edits',
  'regenerates',
  'continues',
  'sends from a stale tab',
  'switches',
  'archived',
  'trashed',
  'restored',
  'erased',
  'tasks',
  'readings',
  'kills at random',
  'kills at a statement unsent',
  'kills at a statement unanswered',
  'kills at a statement answered',
  'kills at the provider',
  'kills while paused',
  'pauses past the lease',
  'database crashes',
  'database cuts',
  'database freezes',
  'client cuts',
  'lost acknowledgements',
  'graceful stops',
] as const
export type Counted = (typeof counted)[number]

const measured = ['send', 'stop', 'resume', 'recovery', 'tabs', 'graceful stop'] as const
export type Measured = (typeof measured)[number]

/** What was done in a run, and how long it took. */
export class Tally {
  readonly counts = new Map<Counted, number>(counted.map((name) => [name, 0]))
  /** Milliseconds. */
  readonly times = new Map<Measured, number[]>(measured.map((name) => [name, []]))

  count(name: Counted, by = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }

  measure(name: Measured, milliseconds: number): void {
    this.times.get(name)?.push(milliseconds)
  }

  get kills(): number {
    return [...this.counts].filter(([name]) => name.startsWith('kills')).reduce((sum, [, count]) => sum + count, 0)
  }
}
