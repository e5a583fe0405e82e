import { expect } from 'vitest'

import { chatPage, upTo, within } from '../src/chat-page.ts'
import { journey } from '../src/journey.ts'

journey('a conversation is renamed, deleted, and brought back with everything in it', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))

  await chat.act('count to 3', 'Rename')
  const title = chat.list.getByRole('textbox', { name: 'Title' })
  await title.fill('Three numbers')
  await title.press('Enter')
  await chat.conversation('Three numbers').waitFor()
  await visitor.page.reload()
  await chat.conversation('Three numbers').waitFor()

  await chat.act('Three numbers', 'Delete')
  await expect.poll(() => chat.conversation('Three numbers').count(), within(5)).toBe(0)
  await visitor.page.getByRole('button', { name: 'Undo' }).click()
  await chat.conversation('Three numbers').click()
  await chat.counted(upTo(3))
})

journey('a new chat is begun beside the old one, newest first', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 2')
  await chat.counted(upTo(2))
  await chat.list.getByRole('link', { name: 'New chat' }).click()
  await chat.send('count to 4')
  await chat.counted(upTo(4))
  const titles = () => chat.list.getByRole('listitem').getByRole('link').allInnerTexts()
  await expect.poll(titles, within(5)).toEqual(['count to 4', 'count to 2'])
})

journey('a message that is refused stays in the field, with the reason beside it', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  const tooLong = `too long ${'x'.repeat(16_000)}`
  await visitor.during(/status of 4\d\d/, async () => {
    await chat.send(tooLong)
    await visitor.page.getByText('Not sent.').waitFor()
    expect(await chat.field.inputValue()).toBe(tooLong)
    await visitor.page.reload()
    await expect.poll(() => chat.field.inputValue(), within(5)).toBe(tooLong)
  })
  await chat.field.fill('   ')
  await expect.poll(() => visitor.page.getByRole('button', { name: /^Send/ }).isDisabled(), within(5)).toBe(true)

  await chat.send('count to 2')
  await chat.counted(upTo(2))
})
