import { expect, test } from 'vitest'

import { compareCalls, compareInTurn, turns } from './compare.ts'

test('both sides take as many turns, each as often before the other as after it', () => {
  expect(turns(2)).toEqual(['ours', 'base', 'base', 'ours', 'ours', 'base', 'base', 'ours'])
})

test('a slow side is told from a fast one', async () => {
  const spin = (ms: number) => async () => {
    for (const end = performance.now() + ms; performance.now() < end;);
  }
  const brief = { warmUpCalls: 2, turnMs: 5, rounds: 3, mostMs: 1_000 }
  const { ours, base } = await compareCalls({ ours: spin(2), base: spin(1) }, brief)
  expect(ours.p50 / base.p50).toBeGreaterThan(1.2)
  expect(ours.p50).toBeLessThanOrEqual(ours.p95)
})

test('pairs that are compared in turn are all played in every round', async () => {
  const played: string[] = []
  const pairOf = (name: string) => {
    const call = async () => {
      played.push(name)
      for (const end = performance.now() + 2; performance.now() < end;);
    }
    return { ours: call, base: call }
  }
  const pairs = new Map(['a', 'b'].map((name) => [name, pairOf(name)]))
  const results = await compareInTurn(pairs, { warmUpCalls: 2, turnMs: 1, rounds: 3, mostMs: 1_000 })
  expect(results.map(([name]) => name)).toEqual(['a', 'b'])
  expect(played.slice(-24).join('')).toBe('aaaabbbb'.repeat(3))
})
