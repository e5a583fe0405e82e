/**
 * The conversations of the bench, by number from 1. The first thousand belong to one user: 996 short ones and the four
 * long ones. All after them have a hundred messages and belong to other users, fifty to each.
 */
export const SHORT = 996
export const LONG = { 100: 997, 1_000: 998, 10_000: 999, 100_000: 1_000 } as const
export type Length = keyof typeof LONG

/** Short ones, with the long ones of 100 and 1,000: ten thousand messages in all. */
const FIRST = 998
const FILLER = 100
const LONG_MESSAGES = 110_000

/** How many messages the smallest table has. */
export const SMALLEST = 10_000

/** How many conversations make a table of that many messages. */
export const conversationsOf = (messages: number): number =>
  messages === SMALLEST ? FIRST : 1_000 + Math.ceil((messages - SMALLEST - LONG_MESSAGES) / FILLER)

/** SQL: the number of messages in conversation `n`. */
export const LENGTH = `case
  when n <= 64 then 8 when n <= ${SHORT} then 9 when n = ${LONG[100]} then 100 when n = ${LONG[1_000]} then 1000
  when n = ${LONG[10_000]} then 10000 when n = ${LONG[100_000]} then 100000 else ${FILLER} end`

/** SQL: the number of the user whom conversation `n` belongs to. */
export const OWNER = `case when n <= 1000 then 1 else 2 + (n - 1001) / 50 end`
