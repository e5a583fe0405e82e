import type { Page, WebSocketRoute } from 'playwright-core'
import { expect } from 'vitest'

import { chatPage, upTo, within } from '../src/chat-page.ts'
import { journey } from '../src/journey.ts'

/** Another tab of the same visitor, at the same address. */
async function openTab(page: Page, prepare = async (_tab: Page) => {}) {
  const tab = await page.context().newPage()
  await prepare(tab)
  await tab.goto(page.url())
  return { page: tab, ...chatPage(tab) }
}

journey('what one tab sends, another shows with its answer word by word', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  const other = await openTab(visitor.page)
  await other.counted(upTo(3))

  await chat.send('count to 150')
  await other.page.getByText('count to 150').waitFor()
  const shown = await other.countedTo(20)
  expect(shown).toEqual(upTo(shown.length))
  expect(shown.length).toBeLessThan(150)
  await Promise.all([chat.counted(upTo(150)), other.counted(upTo(150))])
  expect(await other.answers.count()).toBe(2)
  expect(await other.thread()).toEqual(await chat.thread())

  await other.send('count to 4')
  await Promise.all([chat.counted(upTo(4)), other.counted(upTo(4))])
  expect(await chat.thread()).toEqual(await other.thread())
})

journey('the list and an open thread follow what another tab does with a conversation', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  const other = await openTab(visitor.page)
  await chat.send('count to 3')
  await other.conversation('count to 3').click()
  await other.counted(upTo(3))

  await chat.act('count to 3', 'Rename')
  await chat.list.getByRole('textbox', { name: 'Title' }).fill('Three numbers')
  await chat.list.getByRole('textbox', { name: 'Title' }).press('Enter')
  await other.conversation('Three numbers').waitFor()
  await other.page.getByRole('heading', { name: 'Three numbers' }).waitFor()

  await visitor.during(/status of 404/, async () => {
    await chat.act('Three numbers', 'Delete')
    await other.page.getByText('This conversation was deleted elsewhere').waitFor()
    expect(await other.conversation('Three numbers').count()).toBe(0)
  })
  await visitor.page.getByRole('button', { name: 'Undo' }).click()
  await other.conversation('Three numbers').waitFor()
  await other.counted(upTo(3))
})

journey('every version of an answer stays, and the one that is chosen is shown everywhere', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  await visitor.page.getByRole('button', { name: 'Try again' }).click()
  await chat.version(2, 2).waitFor()
  await chat.counted(upTo(3))
  const other = await openTab(visitor.page)
  await other.version(2, 2).waitFor()
  const idOf = () => chat.lastAnswer.getAttribute('data-message')
  const second = await idOf()

  const button = (name: string) => visitor.page.getByRole('button', { name })
  await button('Previous version').click()
  await Promise.all([chat.version(1, 2).waitFor(), other.version(1, 2).waitFor()])
  expect(await idOf()).not.toBe(second)
  await expect.poll(() => button('Previous version').isDisabled(), within(5)).toBe(true)
  await expect.poll(() => button('Previous version').evaluate((it) => it.matches(':focus')), within(5)).toBe(true)
  await visitor.page.keyboard.press('ArrowRight')
  await Promise.all([chat.version(2, 2).waitFor(), other.version(2, 2).waitFor()])
  expect(await idOf()).toBe(second)

  await visitor.page.keyboard.press('ArrowLeft')
  await chat.version(1, 2).waitFor()
  await visitor.page.reload()
  await chat.version(1, 2).waitFor()
  expect(await idOf()).not.toBe(second)
})

journey(
  'a message from a tab that is behind begins a branch, which is said, and nothing is lost',
  async ({ visitor }) => {
    const chat = chatPage(visitor.page)
    await chat.open()
    await chat.send('count to 3')
    await chat.counted(upTo(3))
    const sockets: WebSocketRoute[] = []
    let isCut = true
    const other = await openTab(visitor.page, (tab) =>
      tab.routeWebSocket('/trpc**', (socket) => void (isCut ? sockets.push(socket) : socket.connectToServer())),
    )
    await other.counted(upTo(3))
    await chat.send('count to 4')
    await chat.counted(upTo(4))
    expect(await other.page.getByText('count to 4').count()).toBe(0)

    await other.send('count to 5')
    await other.page.getByText('Your message began a new branch.').waitFor()
    await other.version(2, 2).waitFor()
    await other.page.getByRole('button', { name: 'Show the other' }).click()
    await other.version(1, 2).waitFor()
    await other.counted(upTo(4))

    isCut = false
    for (const socket of sockets) await socket.close()
    await other.page.getByRole('button', { name: 'Next version' }).click()
    await Promise.all([chat.counted(upTo(5)), other.counted(upTo(5))])
    expect(await other.thread()).toEqual(await chat.thread())
    expect(await other.page.getByText('Your message began a new branch.').count()).toBe(0)
  },
)

journey('a message that is sent again after a reload still answers what its tab had shown', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  const other = await openTab(visitor.page)
  await other.counted(upTo(3))
  await visitor.during(/ERR_FAILED/, async () => {
    await other.page.route(/chat\.send/, (call) => call.abort())
    await other.send('count to 5')
    await other.page.getByText('Your message is kept on this device.').waitFor()
  })
  await chat.send('count to 4')
  await chat.counted(upTo(4))

  await other.page.unroute(/chat\.send/)
  await other.page.reload()
  await other.page.getByText('count to 4').waitFor()
  await other.page.getByRole('button', { name: 'Retry' }).click()
  await other.page.getByText('Your message began a new branch.').waitFor()
  await other.version(2, 2).waitFor()
  await Promise.all([chat.counted(upTo(5)), other.counted(upTo(5))])
  expect(await other.thread()).toEqual(await chat.thread())
})
