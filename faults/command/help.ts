import { BRIEF_KILLS, LONG_KILLS, LONG_ROUNDS } from '../report/shortfalls.ts'

export const helpText = `pnpm test:faults [--rounds N] [--seed S]

Two real servers on a Postgres of their own answer clients while they are killed, paused and asked to stop, while the
database crashes and connections break. After every round the database is compared with what the clients were told,
and with what tabs show that are open all the time at both servers. Ends with the kills, the violations and the seed,
writes a line to faults/results/faults.jsonl, and ends with 1 when there is a violation, or when the run was too thin
to prove anything: in the brief form with less than ${BRIEF_KILLS} kills, in the long form of ${LONG_ROUNDS} rounds or more with less than
${LONG_KILLS} kills or a sweep that did not get to its end.

options
  --rounds N   the long form: N rounds, 14 kills each on average; ${LONG_ROUNDS} make at least ${LONG_KILLS} kills. Without it the brief
               form runs: every kind of round once, those that kill first, for about two minutes; after four minutes
               it begins nothing new
  --seed S     decides which faults come when, what clients do and what they write: the seed of a run that found
               something finds it again, as far as timing allows
  -h, --help   this text

rounds
  sweep           a server is killed at each statement to the database and each moment of the provider's call that a
                  send and its answer are made of: before it arrives, before its answer, after it. What the driver
                  writes at once, as at the start of a transaction, counts as one statement
  random kills    both servers are killed at random moments, connections are cut, frozen and muted
  pause           a server sleeps past its lease and wakes, or is killed in its sleep
  database        the database stops at once in mid-traffic, three times
  graceful stop   a server with 50 running answers is asked to stop
  readers         readers are cut off at every event or are slow; one question is sent 50 times at once; answers are
                  stopped at any moment
`
