import type { Moment } from '../provider/server.ts'
import { positions, type Position } from '../proxy/flight-watch.ts'
import type { Random } from '../seed/random.ts'

/** A moment in the life of a send and its answer at which its server is killed. */
export type Point = { at: 'flight'; flight: number; position: Position } | { at: 'call'; moment: Moment; word: number }

const callPoints: readonly Point[] = [
  { at: 'call', moment: 'request', word: 0 },
  { at: 'call', moment: 'headers', word: 0 },
  { at: 'call', moment: 'word', word: 1 },
  { at: 'call', moment: 'word', word: 3 },
  { at: 'call', moment: 'word', word: 6 },
  { at: 'call', moment: 'end', word: 8 },
]

/** Flights between two moments of the provider's. */
const FLIGHTS_BETWEEN = 3

/** The flights before this one only look who it is that asks. */
const FIRST_BRIEF = 3

export interface SweepPoints {
  next(): Point
  /** No flight has this number: the answer was over before. The sweep begins anew. */
  exhausted(): void
  /** Times that the sweep went through all flights, and the last number that was reached. */
  readonly sweeps: number
  readonly furthest: number
}

/**
 * All moments in order: every flight in its three positions, with the provider's moments in between. The brief form
 * takes every second flight in one position each, from a start that the seed decides.
 */
export function sweepPoints(thorough: boolean, random: Random): SweepPoints {
  const start = thorough ? 0 : random.whole(0, 2)
  let step = start
  let flights = 0
  let calls = thorough ? 0 : random.whole(0, callPoints.length - 1)
  let sweeps = 0
  let furthest = 0
  let sinceCall = 0

  const flightPoint = (): Point => {
    const position = positions[step % positions.length] ?? 'unsent'
    const flight = thorough ? Math.floor(step / positions.length) + 1 : FIRST_BRIEF + (step - start) * 2
    step += 1
    flights = flight
    return { at: 'flight', flight, position }
  }
  return {
    next: () => {
      furthest = Math.max(furthest, flights)
      sinceCall += 1
      if (sinceCall <= FLIGHTS_BETWEEN) return flightPoint()
      sinceCall = 0
      const point = callPoints[calls % callPoints.length]
      calls += 1
      return point ?? flightPoint()
    },
    exhausted: () => {
      step = thorough ? 0 : start + 1
      sweeps += 1
    },
    get sweeps() {
      return sweeps
    },
    get furthest() {
      return furthest
    },
  }
}
