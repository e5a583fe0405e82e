import { ParleyError } from '@parley/contract'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

import { conversationOf, FakeServer, type Handlers } from '../testing/fake-server.tsx'
import { toasts } from '../ui/toast.ts'
import { DeletedElsewhere } from './deleted-elsewhere.tsx'

async function press(restore: Handlers[string]) {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <DeletedElsewhere conversationId="c" /> }),
    history: createMemoryHistory(),
  })
  render(
    <FakeServer handlers={{ 'conversations.restore': restore }}>
      <RouterProvider router={router} />
    </FakeServer>,
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Restore' }))
}

it('takes the conversation out of the trash', async () => {
  const restored: unknown[] = []
  await press((input) => {
    restored.push(input)
    return conversationOf({ id: 'c' })
  })
  await waitFor(() => expect(restored).toEqual([{ id: 'c' }]))
  expect(toasts.get()).toEqual([])
})

it('says that what was erased for good cannot be restored', async () => {
  await press(() => {
    throw new ParleyError('NOT_FOUND', 'There is no such conversation.')
  })
  await waitFor(() => expect(toasts.get()[0]?.text).toBe('Not restored: it was erased for good.'))
})
