import { columnsOf } from '../../columns.ts'
import { conversations, HIDDEN_CONVERSATION_COLUMNS } from '../../schema/index.ts'

export const conversationColumns = columnsOf(conversations, 'c', HIDDEN_CONVERSATION_COLUMNS)
export const summaryColumns = columnsOf(conversations, 'c', [...HIDDEN_CONVERSATION_COLUMNS, 'systemPrompt'])
