import { columnsOf } from '../../columns.ts'
import { tasks } from '../../schema/index.ts'

export const taskColumns = columnsOf(tasks, 't', ['userId'])
