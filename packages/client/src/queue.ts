interface Queue<Item> {
  push: (item: Item) => void
  fail: (error: unknown) => void
  end: () => void
}

interface State<Item> {
  items: Item[]
  outcome: { error: unknown } | 'ended' | null
  wake: () => void
}

/** Turns callbacks into an async iterable. Leaving the loop unsubscribes. */
export async function* queueOf<Item>(
  subscribe: (queue: Queue<Item>) => { unsubscribe: () => void },
): AsyncGenerator<Item> {
  const state: State<Item> = { items: [], outcome: null, wake: () => {} }
  const settle = (outcome: State<Item>['outcome']) => {
    state.outcome ??= outcome
    state.wake()
  }
  const subscription = subscribe({
    push: (item) => {
      state.items.push(item)
      state.wake()
    },
    fail: (error) => settle({ error }),
    end: () => settle('ended'),
  })
  try {
    for (;;) {
      yield* state.items.splice(0)
      if (state.items.length > 0) continue
      if (state.outcome === 'ended') return
      if (state.outcome !== null) throw state.outcome.error
      await new Promise<void>((resolve) => (state.wake = resolve))
    }
  } finally {
    subscription.unsubscribe()
  }
}
