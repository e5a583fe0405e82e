import { cutRuns, samples } from './cut.ts'

/** Texts up to this length are counted, longer ones estimated from samples. */
const countedChars = 32_000
const sampleCount = 16
const sampleChars = countedChars / sampleCount

/** Special tokens that stand in a text are text: a person may write about `<|endoftext|>`. */
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }
const remembered = 10_000

/** Too many dropped from the context are better than a request that is refused. */
const otherTokenizers = 1.25

/**
 * A counter of tokens for a model id, `provider:model`. As OpenAI counts for its own models; for others, whose
 * tokenizers are not public or need more tokens, a quarter more than that. Above 32,000 characters an estimate, so that
 * no text takes longer than some hundred milliseconds. The counter never throws.
 */
export async function tokenCounter(modelId: string): Promise<(text: string) => number> {
  const model = modelId.slice(modelId.indexOf(':') + 1)
  const { countTokens, setMergeCacheSize } = await loadEncoding(model)
  setMergeCacheSize(remembered)
  const count = (text: string) => cutRuns(text).reduce((sum, piece) => sum + countTokens(piece, asText), 0)
  const factor = /^(gpt-|chatgpt-|o\d)/.test(model) ? 1 : otherTokenizers
  return (text) => {
    if (text.length <= countedChars) return Math.ceil(count(text) * factor)
    const sampled = samples(text, sampleCount, sampleChars).reduce((sum, sample) => sum + count(sample), 0)
    return Math.ceil((sampled * factor * text.length) / countedChars)
  }
}

const loadEncoding = (model: string) =>
  /^(gpt-4(?![.o])|gpt-3\.5)/.test(model)
    ? import('gpt-tokenizer/encoding/cl100k_base')
    : import('gpt-tokenizer/encoding/o200k_base')
