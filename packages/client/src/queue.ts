interface Queue<Item> {
  push: (item: Item) => void
  fail: (error: unknown) => void
  end: () => void
}

/** Turns callbacks into an async iterable. Leaving the loop unsubscribes. */
export async function* queueOf<Item>(
  subscribe: (queue: Queue<Item>) => { unsubscribe: () => void },
): AsyncGenerator<Item> {
  const items: Item[] = []
  let outcome: { error: unknown } | 'ended' | null = null
  let wake = () => {}
  const subscription = subscribe({
    push: (item) => {
      items.push(item)
      wake()
    },
    fail: (error) => {
      outcome = { error }
      wake()
    },
    end: () => {
      outcome ??= 'ended'
      wake()
    },
  })
  try {
    for (;;) {
      yield* items.splice(0)
      if (items.length > 0) continue
      if (outcome === 'ended') return
      if (outcome !== null) throw outcome.error
      await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    subscription.unsubscribe()
  }
}
