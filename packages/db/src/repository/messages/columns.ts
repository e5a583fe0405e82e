import { columnsOf } from '../../columns.ts'
import { HIDDEN_MESSAGE_COLUMNS, messages } from '../../schema/index.ts'

export const messageColumns = columnsOf(messages, 'm', HIDDEN_MESSAGE_COLUMNS)
