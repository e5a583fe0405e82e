import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

import { chatPage, upTo, within } from '../src/chat-page.ts'
import { journey } from '../src/journey.ts'

const topOf = async (switcher: Locator) => Math.round((await switcher.boundingBox())?.y ?? Number.NaN)
const button = (page: Page, name: string) => page.getByRole('button', { name })
const isFocused = (it: Locator) =>
  expect.poll(() => it.evaluate((node) => node.matches(':focus')), within(5)).toBe(true)

/** Asks, and has three versions of the answer, the last of which is shown. */
async function askThrice(page: Page) {
  const chat = chatPage(page)
  await chat.send('count to 5')
  await chat.counted(upTo(5))
  for (const count of [2, 3]) {
    await chat.lastAnswer.getByRole('button', { name: 'Try again' }).click()
    await chat.version(count, count).waitFor()
    await chat.counted(upTo(5))
  }
  return chat
}

/** Asks for an answer that is longer than the window, and waits for its end. */
async function askLong(page: Page, answersBefore: number) {
  const chat = chatPage(page)
  await chat.send('everything')
  await page.getByText('That was everything.').nth(answersBefore).waitFor()
  await expect.poll(() => chat.lastAnswer.getAttribute('aria-busy'), within(10)).toBe('false')
}

journey('the switcher stays under the pointer, however much follows the version', async ({ visitor: { page } }) => {
  await chatPage(page).open()
  await askLong(page, 0)
  const chat = await askThrice(page)
  await askLong(page, 1)
  const of = (index: number) => chat.version(index, 3)
  await of(3).evaluate((it) => it.scrollIntoView({ block: 'center' }))
  await button(page, 'Jump to latest').waitFor()
  const top = await topOf(of(3))

  await button(page, 'Previous version').click()
  await of(2).waitFor()
  expect(await topOf(of(2))).toBe(top)
  await button(page, 'Jump to latest').waitFor({ state: 'detached' })
  await button(page, 'Next version').click()
  await of(3).waitFor()
  expect(await topOf(of(3))).toBe(top)
  await button(page, 'Jump to latest').waitFor()
  expect(await topOf(of(3))).toBe(top)

  await button(page, 'Previous version').click()
  await of(2).waitFor()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  const scroller = page.getByRole('main').locator('[data-scroller]')
  const gap = () => scroller.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop)
  expect(await gap()).toBeLessThan(2)
})

journey('each press counts, also while a version is on its way', async ({ visitor: { page } }) => {
  await chatPage(page).open()
  const chat = await askThrice(page)
  const pressed = Promise.withResolvers<void>()
  await page.route(/messages\.siblings/, (call) => pressed.promise.then(() => call.continue()))
  await chat.version(3, 3).getByRole('button', { name: 'Previous version' }).focus()
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft')
  pressed.resolve()
  await chat.version(1, 3).waitFor()
  await isFocused(button(page, 'Previous version'))
  await page.keyboard.press('ArrowRight')
  await chat.version(2, 3).waitFor()
})

journey('the notice of a branch leads to the other version, where the focus goes on', async ({ visitor: { page } }) => {
  const chat = chatPage(page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  const tab = await page.context().newPage()
  await tab.routeWebSocket('/trpc**', () => {})
  await tab.goto(page.url())
  const behind = chatPage(tab)
  await behind.counted(upTo(3))
  await chat.send('count to 4')
  await chat.counted(upTo(4))
  await behind.send('count to 5')
  await behind.version(2, 2).waitFor()
  const top = await topOf(behind.version(2, 2))
  await button(tab, 'Show the other').click()
  await behind.version(1, 2).waitFor()
  await isFocused(behind.version(1, 2).getByRole('button', { name: 'Previous version' }))
  expect(await topOf(behind.version(1, 2))).toBe(top)
})

journey('a conversation that was deleted elsewhere comes back with what was being written', async ({ visitor }) => {
  const { page } = visitor
  const chat = chatPage(page)
  await chat.open()
  await chat.send('count to 3')
  await chat.counted(upTo(3))
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  const other = chatPage(tab)
  await other.counted(upTo(3))
  await other.field.fill('And then')

  await visitor.during(/status of 404/, async () => {
    await chat.act('count to 3', 'Delete')
    await tab.getByText('This conversation was deleted elsewhere').waitFor()
    await button(tab, 'Restore').click()
    await other.counted(upTo(3))
    await chat.conversation('count to 3').waitFor()
    expect(await other.field.inputValue()).toBe('And then')

    await tab.goto('/c/00000000-0000-7000-8000-000000000000')
    await tab.getByText('There is no such conversation here').waitFor()
  })
})
