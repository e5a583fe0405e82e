import { z } from 'zod'

import { limits } from './limits.ts'

/** A list's answer. Pass `nextCursor` back as `cursor` for the next page; null means there is none. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** An opaque position in a list, made by the answer before. */
export const cursorSchema = z.string().min(1).max(300)

export const pageLimitSchema = z.number().int().min(1).max(limits.pageItems)
