import { columnsOf } from '../../columns.ts'
import { HIDDEN_TASK_COLUMNS, tasks } from '../../schema/index.ts'

export const taskColumns = columnsOf(tasks, 't', HIDDEN_TASK_COLUMNS)
