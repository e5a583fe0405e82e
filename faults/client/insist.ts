import { setTimeout as delay } from 'node:timers/promises'

import type { z } from 'zod'

import type { Lane } from '../world/lane.ts'
import type { Actor } from './actor.ts'
import { call, type Outcome } from './call.ts'

/** Refusals of calls that may wait for something and then succeed. */
export const passing = new Set(['UNAVAILABLE', 'GENERATION_RUNNING'])

interface Insistence<Value> {
  path: string
  input: object
  schema: z.ZodType<Value>
}

type Insister = Pick<Actor, 'random' | 'signal' | 'token' | 'history'> & {
  world: { lanes: readonly Pick<Lane, 'url'>[] }
}

interface Answered<Value> {
  outcome: Exclude<Outcome<Value>, { kind: 'unknown' }>
  /** With more than one, an earlier try may have had its effect, or have it later. */
  tries: number
}

/** Calls any replica again and again until one answers with something that does not pass. Null when it was ended. */
export async function insist<Value>(
  { random, world, signal, token }: Insister,
  request: Insistence<Value>,
): Promise<Answered<Value> | null> {
  for (let tries = 1; !signal.aborted; tries++) {
    const outcome = await call({ url: random.pick(world.lanes).url, token }, request)
    const isOpen = outcome.kind === 'unknown' || (outcome.kind === 'refused' && passing.has(outcome.reason))
    if (!isOpen) return { outcome, tries }
    await delay(random.whole(30, 250), undefined, { signal }).catch(() => undefined)
  }
  return null
}

/** `insist` for what may be repeated when it is done: NOT_FOUND after a try that may have done it is as good. */
export async function insistOnEnd(
  actor: Insister,
  request: Insistence<unknown>,
): Promise<{ done: boolean; tries: number } | null> {
  const answered = await insist(actor, request)
  if (answered === null) return null
  const { outcome, tries } = answered
  const done = outcome.kind === 'acknowledged' || (outcome.reason === 'NOT_FOUND' && tries > 1)
  if (!done) noteRefusal(actor, request, outcome)
  return { done, tries }
}

/** Keeps a refusal that has no reason. */
export function noteRefusal(
  { history }: Pick<Actor, 'history'>,
  { path, input }: Pick<Insistence<unknown>, 'path' | 'input'>,
  outcome: Outcome<unknown>,
): void {
  if (outcome.kind !== 'refused') return
  history.note('an unexpected refusal', `${path} ${JSON.stringify(input)}: ${outcome.reason}, ${outcome.message}`)
}
