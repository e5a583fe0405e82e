import { createOpenAI } from '@ai-sdk/openai'

import { settingsSchema } from './protocol.ts'
import { sideHandlers } from './side.ts'
import { answer, workerArgument } from './worker.ts'

const { provider } = settingsSchema.parse(workerArgument())
const openai = createOpenAI({ apiKey: 'none', baseURL: provider })

answer(
  sideHandlers(async (model, onText, abortSignal) => {
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'A question' }] }]
    const { stream } = await openai.chat(model).doStream({ prompt, abortSignal })
    try {
      for await (const part of stream) if (part.type === 'text-delta') onText(part.delta)
    } catch (error) {
      if (!abortSignal.aborted) throw error
    }
  }),
)
