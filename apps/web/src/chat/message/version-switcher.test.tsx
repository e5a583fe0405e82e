import { ParleyError } from '@parley/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

import { FakeServer, messageOf } from '../../testing/fake-server.tsx'
import { toasts } from '../../ui/toast.ts'
import { VersionSwitcher } from './version-switcher.tsx'

const versions = ['1', '2', '3'].map((id) => messageOf({ id, siblingCount: 3, siblingIndex: Number(id) - 1 }))

function show(index: number, siblings: () => unknown = () => versions) {
  const chosen: unknown[] = []
  const handlers = {
    'messages.siblings': siblings,
    'messages.list': () => ({ items: [], nextCursor: null }),
    'conversations.switchHead': (input: unknown) => {
      chosen.push(Reflect.get(Object(input), 'messageId'))
    },
  }
  const message = versions[index] ?? messageOf({})
  render(
    <FakeServer handlers={handlers}>
      <VersionSwitcher message={message} />
    </FakeServer>,
  )
  return chosen
}

it('leads to the versions before and after, by hand and by key', async () => {
  const chosen = show(1)
  expect(screen.getByRole('group', { name: 'Version 2 of 3' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Next version' }))
  await waitFor(() => expect(chosen).toEqual(['3']))
})

it('goes by arrow keys, and counts what is pressed while a version is on its way', async () => {
  const gate = Promise.withResolvers<unknown>()
  const chosen = show(2, () => gate.promise)
  const button = screen.getByRole('button', { name: 'Previous version' })
  fireEvent.keyDown(button, { key: 'ArrowLeft' })
  await waitFor(() => expect(screen.getByRole('group').getAttribute('aria-busy')).toBe('true'))
  fireEvent.click(button)
  fireEvent.click(button)
  gate.resolve(versions)
  await waitFor(() => expect(chosen).toEqual(['1']))
  await waitFor(() => expect(screen.getByRole('group').getAttribute('aria-busy')).toBe('false'))
})

it('ends the choice where the server refuses it, and says so', async () => {
  show(1, () => {
    throw new ParleyError('NOT_FOUND', 'There is no such message.')
  })
  fireEvent.click(screen.getByRole('button', { name: 'Next version' }))
  await waitFor(() => expect(toasts.get()[0]?.text).toBe('The other version was not shown: There is no such message.'))
  expect(screen.getByRole('group').getAttribute('aria-busy')).toBe('false')
})

it('goes no further than the last, and keeps the focus there', () => {
  const chosen = show(2)
  const next = screen.getByRole('button', { name: 'Next version' })
  expect(next.getAttribute('aria-disabled')).toBe('true')
  next.focus()
  fireEvent.click(next)
  expect(document.activeElement).toBe(next)
  expect(chosen).toEqual([])
})

it('is not there where there is one version', () => {
  show(9)
  expect(screen.queryByRole('group')).toBeNull()
})
