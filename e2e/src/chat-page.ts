import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The chat as a person sees it: by role and name. */
export function chatPage(page: Page) {
  const field = page.getByRole('textbox', { name: 'Message' })
  const answers = page.getByRole('article', { name: /^Answer by/ })
  const lastAnswer = answers.last()
  const list = page.getByRole('navigation', { name: 'Conversations' })

  /** The numbers that the last answer shows; the demo model counts when it is asked to. */
  const numbers = async () => numbersIn(await textOf(page))

  return {
    field,
    answers,
    lastAnswer,
    list,
    numbers,
    open: async () => {
      await page.goto('/')
      await field.waitFor()
    },
    send: async (text: string) => {
      await field.fill(text)
      await field.press('Enter')
    },
    /** Waits until the last answer has counted to `last` or beyond, and returns what it shows then. */
    countedTo: async (last: number) => {
      await expect.poll(async () => (await numbers()).at(-1) ?? 0, within(30)).toBeGreaterThanOrEqual(last)
      return numbers()
    },
    /** Waits until the last answer shows just these numbers and is not being written. */
    counted: async (all: readonly number[]) => {
      await expect.poll(numbers, within(30)).toEqual(all)
      await expect.poll(() => lastAnswer.getAttribute('aria-busy'), within(10)).toBe('false')
    },
    /** Every message of the thread, with what it shows. */
    thread: () => page.evaluate<unknown>(shownThread),
    /** The switcher of a message that is shown in this one of so many versions. */
    version: (index: number, count: number) => page.getByRole('group', { name: `Version ${index} of ${count}` }),
    conversation: (title: string) => list.getByRole('link', { name: title, exact: true }),
    /** Opens the menu of a conversation in the list and chooses. */
    act: async (title: string, action: string) => {
      await list.getByRole('link', { name: title, exact: true }).hover()
      await list.getByRole('button', { name: `Actions for ${title}` }).click()
      await page.getByRole('menuitem', { name: action }).click()
    },
  }
}

/** Polling options: look often, give up after so many seconds. */
export const within = (seconds: number) => ({ timeout: seconds * 1_000, interval: 25 })

export const numbersIn = (text: string): number[] => text.match(/\d+/g)?.map(Number) ?? []

export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

const shownText = `[...document.querySelectorAll('[role="log"] > article:last-of-type .prose')].map((text) => text.textContent).join('\\n')`

const shownThread = `[...document.querySelectorAll('[role="log"] > article')].map((message) => [
  message.dataset.message,
  message.querySelector('.prose, [dir="auto"]').textContent,
])`

/** What the last answer shows, without its model's name and its buttons. One look, so it is one moment's truth. */
const textOf = (page: Page): Promise<string> => page.evaluate<string>(shownText)

/** Every text that the last answer shows from the next page load on, looked at in each frame. */
export async function record(page: Page): Promise<readonly string[]> {
  const texts: string[] = []
  await page.exposeBinding('parleyShown', (_source, text: string) => texts.push(text))
  await page.addInitScript(`
    let last = ''
    const look = () => {
      const text = ${shownText}
      if (text !== last) parleyShown((last = text))
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  `)
  return texts
}
