import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'

import { ConversationMenu } from './conversation-menu.tsx'
import { TitleField } from './title-field.tsx'

function Row({ onRemove, onDone }: { onRemove: () => void; onDone: (title: string | null) => void }) {
  const [renaming, setRenaming] = useState(false)
  return (
    <>
      {renaming && <TitleField title="Old" onDone={onDone} />}
      <ConversationMenu
        title="Old"
        pinned={false}
        actions={{ rename: () => {}, pin: () => {}, remove: () => {} }}
        onRename={() => setRenaming(true)}
        onRemove={onRemove}
      />
    </>
  )
}

const open = async (item: string) => {
  fireEvent.click(screen.getByRole('button', { name: 'Actions for Old' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: item }))
}

it('leaves the focus in the field that Rename opens', async () => {
  const onDone = vi.fn<(title: string | null) => void>()
  render(<Row onRemove={() => {}} onDone={onDone} />)
  await open('Rename')
  const field = await screen.findByRole('textbox', { name: 'Title' })
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  expect(document.activeElement).toBe(field)
  expect(onDone).not.toHaveBeenCalled()
})

it('deletes once the menu is gone, so that the focus can go on', async () => {
  const onRemove = vi.fn<() => void>()
  render(<Row onRemove={onRemove} onDone={() => {}} />)
  await open('Delete')
  await waitFor(() => expect(onRemove).toHaveBeenCalledOnce())
  expect(screen.getByRole('button', { name: 'Actions for Old' }).getAttribute('aria-expanded')).toBe('false')
})
