import { createTaskInput, listTasksInput, taskInput, updateTaskInput } from '@parley/contract'
import type { TRPCRouterRecord } from '@trpc/server'

import { authedProcedure } from '../trpc.ts'

export const tasks = {
  list: authedProcedure.input(listTasksInput).query(({ ctx, input }) => ctx.repo.tasks.list(input)),

  get: authedProcedure.input(taskInput).query(({ ctx, input }) => ctx.repo.tasks.get(input.id)),

  create: authedProcedure.input(createTaskInput).mutation(({ ctx, input }) => ctx.repo.tasks.create(input)),

  update: authedProcedure.input(updateTaskInput).mutation(({ ctx, input }) => ctx.repo.tasks.update(input)),

  delete: authedProcedure.input(taskInput).mutation(({ ctx, input }) => ctx.repo.tasks.delete(input.id)),
} satisfies TRPCRouterRecord
