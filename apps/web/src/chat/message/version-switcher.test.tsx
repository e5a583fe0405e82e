import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

import { FakeServer, messageOf } from '../../testing/fake-server.tsx'
import { VersionSwitcher } from './version-switcher.tsx'

const versions = ['1', '2', '3'].map((id) => messageOf({ id, siblingCount: 3, siblingIndex: Number(id) - 1 }))

function show(index: number) {
  const chosen: unknown[] = []
  const handlers = {
    'messages.siblings': () => versions,
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

it('goes by arrow keys and asks once while a version is on its way', async () => {
  const chosen = show(1)
  const button = screen.getByRole('button', { name: 'Next version' })
  fireEvent.keyDown(button, { key: 'ArrowLeft' })
  await waitFor(() => expect(screen.getByRole('group').getAttribute('aria-busy')).toBe('true'))
  fireEvent.keyDown(button, { key: 'ArrowRight' })
  await waitFor(() => expect(chosen).toEqual(['1']))
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
