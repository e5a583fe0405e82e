import type { Scope } from '../repository/scope.ts'
import { millisecondsSince } from '../timing.ts'
import { inputFacts, resultFacts } from './facts.ts'
import type { Ended } from './record.ts'

type Operate = <Args extends unknown[], Result>(
  name: string,
  run: (...args: Args) => Promise<Result>,
  level?: Ended['level'],
) => (...args: Args) => Promise<Result>

/** Gives the operations of one user's repository their log line and their measure; each as it is when nobody listens. */
export function operations({ db: { recorder }, userId }: Scope): Operate {
  if (recorder === null) return (_name, run) => run
  return (name, run, level = 'info') =>
    async (...args) => {
      const started = performance.now()
      const ended = (result: unknown): Ended => ({
        name,
        ms: millisecondsSince(started),
        facts: { userId, ...inputFacts(args[0]), ...resultFacts(result) },
        level,
      })
      const result = await run(...args).catch((error: unknown) => {
        recorder.failed(ended(null), error)
        throw error
      })
      recorder.done(ended(result))
      return result
    }
}
