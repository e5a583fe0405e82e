import { columnsOf } from '../../columns.ts'
import { messages } from '../../schema/index.ts'

export const messageColumns = columnsOf(messages, 'm')
