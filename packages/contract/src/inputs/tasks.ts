import { z } from 'zod'

import { idSchema } from '../ids.ts'
import { limits } from '../limits.ts'
import { cursorSchema, pageLimitSchema } from '../page.ts'
import { textSchema } from '../text.ts'
import { messageInput } from './messages.ts'

const titleSchema = z
  .string()
  .trim()
  .pipe(textSchema({ max: limits.taskTitleChars, blank: false }))

const descriptionSchema = textSchema({ max: limits.taskDescriptionChars, blank: true })

const NOT_A_DAY = 'Must be a day of the calendar, as YYYY-MM-DD'

/** A day in no time zone. Postgres has no year 0. */
const daySchema = z.iso.date({ error: NOT_A_DAY, abort: true }).refine((day) => !day.startsWith('0000'), NOT_A_DAY)

export const taskInput = z.object({ id: idSchema })

export const createTaskInput = z.object({
  /** With an id chosen by the client, sending again never makes a second task. */
  id: idSchema.optional(),
  /** 1 to 500 characters; white space around it is taken off. */
  title: titleSchema,
  description: descriptionSchema.optional(),
  dueOn: daySchema.nullable().optional(),
  /** The message that it came from. */
  source: messageInput.optional(),
})
export type CreateTask = z.infer<typeof createTaskInput>

export const listTasksInput = z.object({
  cursor: cursorSchema.nullish(),
  limit: pageLimitSchema.default(50),
  /** Only those that are done, or only the open ones; all when left out. */
  completed: z.boolean().optional(),
})
export type ListTasks = z.infer<typeof listTasksInput>

export const updateTaskInput = z.object({
  id: idSchema,
  title: titleSchema.optional(),
  description: descriptionSchema.optional(),
  completed: z.boolean().optional(),
  /** Null removes the day. */
  dueOn: daySchema.nullable().optional(),
})
export type UpdateTask = z.infer<typeof updateTaskInput>
