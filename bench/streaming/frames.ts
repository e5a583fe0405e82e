import { stamped } from './clock.ts'

const opening =
  'data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1767225600,"model":"bench",' +
  '"service_tier":"default","system_fingerprint":"fp_bench","choices":[{"index":0,"delta":'
const closing = ',"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"a1B2c3D4"}\n\n'
const beforeText = `${opening}{"content":"`
const afterText = `"}${closing}`

/** The events of a streamed chat completion, as OpenAI writes them. */
export const frames = {
  role: `${opening}{"role":"assistant","content":"","refusal":null}${closing}`,
  text: (moment: number): string => beforeText + stamped(moment) + afterText,
  end:
    `${opening}{},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,` +
    '"total_tokens":18}}\n\ndata: [DONE]\n\n',
} as const

/**
 * What a model of the provider does. `steady`: 20 chunks a second until nobody reads any more. `short`: one chunk at
 * once, then the end. `silent`: one chunk at once, then nothing.
 */
export const behaviours = ['steady', 'short', 'silent'] as const
export type Behaviour = (typeof behaviours)[number]
