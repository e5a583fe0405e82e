/**
 * The conversations of the bench, by number from 1. The first 999 and number 1,800 belong to one user: 996 short ones and the
 * four long ones. All others have a hundred messages and belong to other users, fifty to each.
 */
export const SHORT = 996
export const LONG = { 100: 997, 1_000: 998, 10_000: 999, 100_000: 1_800 } as const
export type Length = keyof typeof LONG

const FILLER = 100

/** How many messages the smaller tables have, and how many conversations these are. */
const SMALLER = new Map([
  [10_000, LONG[1_000]],
  [100_000, LONG[100_000] - 1],
])
export const SMALLER_TABLES = [...SMALLER.keys()]

/** The messages up to and with the longest conversation. */
const WITH_LONGEST = 200_000

/** How many conversations make a table of that many messages. */
export const conversationsOf = (messages: number): number =>
  SMALLER.get(messages) ?? LONG[100_000] + Math.ceil((messages - WITH_LONGEST) / FILLER)

/** SQL: the number of messages in conversation `n`. */
export const LENGTH = `case
  when n <= 64 then 8 when n <= ${SHORT} then 9 when n = ${LONG[100]} then 100 when n = ${LONG[1_000]} then 1000
  when n = ${LONG[10_000]} then 10000 when n = ${LONG[100_000]} then 100000 else ${FILLER} end`

/** SQL: the number of the user whom conversation `n` belongs to. */
export const OWNER = `case when n <= ${LONG[10_000]} or n = ${LONG[100_000]} then 1 else 2 + n / 50 end`
