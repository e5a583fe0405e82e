import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'

/**
 * Calls a model and gives the parts of its answer. Ends at once when aborted, with the signal's reason, also where a
 * provider does not listen to its signal; however it ends, the provider's connection is given up.
 */
export async function* modelParts(
  languageModel: LanguageModelV4,
  call: LanguageModelV4CallOptions,
  signal: AbortSignal,
): AsyncGenerator<LanguageModelV4StreamPart> {
  signal.throwIfAborted()
  const opening = languageModel.doStream({ ...call, abortSignal: signal })
  const { stream } = await untilAborted(opening, signal).catch((error: unknown) => {
    // What a deaf provider opens later is given up then.
    if (signal.aborted) opening.then((late) => late.stream.cancel(signal.reason)).then(undefined, () => undefined)
    throw error
  })
  const reader = stream.getReader()
  const cancel = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return
      yield value
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

/** The result of a work, or the signal's reason as soon as it is aborted. */
export async function untilAborted<Result>(work: PromiseLike<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
