import { columnsOf } from '../../columns.ts'
import { conversations } from '../../schema/index.ts'

export const conversationColumns = columnsOf(conversations, 'c')
export const summaryColumns = columnsOf(conversations, 'c', ['systemPrompt'])
