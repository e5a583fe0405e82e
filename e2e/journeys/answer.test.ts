import { expect } from 'vitest'

import { chatPage, numbersIn, record, upTo, within } from '../src/chat-page.ts'
import { journey } from '../src/journey.ts'

/** What a browser says in the console while its server is gone. */
const outage = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_SOCKET|WebSocket connection|status of 503/

journey('a guest writes at once, and a reload in mid-answer loses and repeats nothing', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 200')
  const shown = await chat.countedTo(20)
  expect(shown).toEqual(upTo(shown.length))

  const texts = await record(visitor.page)
  await visitor.page.reload()
  await chat.counted(upTo(200))
  const counts = texts.map((text) => numbersIn(text).length)
  expect(counts[0]).toBeGreaterThanOrEqual(shown.length)
  expect(counts[0]).toBeLessThan(200)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(texts.map(numbersIn)).toEqual(counts.map(upTo))
  await expect.poll(() => chat.conversation('count to 200').count(), within(5)).toBe(1)
})

journey(
  'a killed server takes back nothing that was read, and the answer can be continued',
  async ({ server, visitor }) => {
    const chat = chatPage(visitor.page)
    await chat.open()
    await chat.send('count to 5')
    await chat.counted(upTo(5))
    await chat.send('count to 150')
    await chat.countedTo(30)

    const shown = await visitor.during(outage, async () => {
      await server.kill()
      const read = await chat.numbers()
      await visitor.page.getByText('Server away.').waitFor()
      expect(await chat.numbers()).toEqual(read)
      await server.start()
      await visitor.page.getByText('Interrupted: the server stopped.').waitFor()
      return read
    })
    await visitor.page.reload()
    await visitor.page.getByText('Interrupted: the server stopped.').waitFor()
    await expect.poll(() => chat.answers.count(), within(5)).toBe(2)
    const stored = await chat.numbers()
    expect(stored.slice(0, shown.length)).toEqual(shown)
    expect(stored).toEqual(upTo(stored.length))

    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await chat.counted(upTo(150))
  },
)

journey('a stopped answer keeps what was written', async ({ visitor }) => {
  const chat = chatPage(visitor.page)
  await chat.open()
  await chat.send('count to 500')
  const shown = await chat.countedTo(10)
  await visitor.page.getByRole('button', { name: /^Stop/ }).click()
  await visitor.page.getByText('You stopped this answer.').waitFor()
  const kept = await chat.numbers()
  expect(kept.length).toBeGreaterThanOrEqual(shown.length)
  expect(kept.length).toBeLessThan(500)

  await visitor.page.reload()
  await visitor.page.getByText('You stopped this answer.').waitFor()
  await chat.counted(kept)
})
