import { createOpenAI } from '@ai-sdk/openai'
import { streamText } from 'ai'

import { settingsSchema } from './protocol.ts'
import { sideHandlers } from './side.ts'
import { answer, workerArgument } from './worker.ts'

const { provider } = settingsSchema.parse(workerArgument())
const openai = createOpenAI({ apiKey: 'none', baseURL: provider })

answer(
  sideHandlers(async (model, onText, abortSignal) => {
    const { textStream } = streamText({ model: openai.chat(model), prompt: 'A question', maxRetries: 0, abortSignal })
    for await (const text of textStream) onText(text)
  }),
)
