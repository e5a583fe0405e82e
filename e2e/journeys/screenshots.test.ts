import { join } from 'node:path'

import { expect } from 'vitest'

import { visit } from '../src/browser.ts'
import { chatPage, within } from '../src/chat-page.ts'
import { journey } from '../src/journey.ts'

const folder = join(import.meta.dirname, '../screenshots')
const sizes = [
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true },
  { name: 'desktop', viewport: { width: 1280, height: 800 }, hasTouch: false },
]
const looks = sizes.flatMap((size) => (['light', 'dark'] as const).map((colorScheme) => ({ ...size, colorScheme })))

// Every kind of Markdown is in it, foreign links too: a request to another origin is a problem of the visit.
journey(
  'a rich answer fits a phone and a desk, light and dark, and calls no other site',
  async ({ visitor, browser }) => {
    const chat = chatPage(visitor.page)
    await chat.open()
    await chat.send('everything')
    await visitor.page.getByText('That was everything.').waitFor()
    await expect.poll(() => chat.lastAnswer.getAttribute('aria-busy'), within(10)).toBe('false')
    const storageState = await visitor.page.context().storageState()
    const conversation = visitor.page.url()

    for (const { name, viewport, hasTouch, colorScheme } of looks) {
      await using look = await visit(browser, conversation, { storageState, viewport, hasTouch, colorScheme })
      const shoot = async (what: string) => {
        expect(await look.page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
        await look.page.screenshot({ path: join(folder, `${name}-${colorScheme}-${what}.png`) })
      }
      await look.page.goto('/')
      await look.page.getByText('What is on your mind?').waitFor()
      await shoot('welcome')
      await look.page.goto(conversation)
      await look.page.getByRole('table').first().waitFor()
      await shoot('answer')
      expect(look.problems).toEqual([])
    }
  },
)
