import type { RouterOutputs } from '@parley/api'

export type Conversation = RouterOutputs['conversations']['get']
export type ConversationSummary = RouterOutputs['conversations']['list']['items'][number]
export type Message = RouterOutputs['messages']['list']['items'][number]
export type ModelInfo = RouterOutputs['models']['list']['models'][number]
