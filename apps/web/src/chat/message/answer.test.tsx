import { render, screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import { FakeServer, messageOf } from '../../testing/fake-server.tsx'
import { LiveAnswers } from '../thread/live-answers.ts'
import { LiveAnswersContext } from '../thread/use-live-message.ts'
import { Answer } from './answer.tsx'

const rendered: string[] = []
vi.mock('../markdown/markdown.tsx', () => ({
  Markdown: ({ text }: { text: string }) => {
    rendered.push(text)
    return <p>{text}</p>
  },
}))

beforeEach(() => rendered.splice(0))

it('renders no finished answer again while another one is written', async () => {
  const live = new LiveAnswers({
    follow: async function* words() {
      for (let i = 1; i <= 50; i++) yield { id: '', data: { type: 'text-delta', text: ` ${i}` } }
    },
    onEnd: () => {},
    schedule: (callback) => callback(),
  })
  render(
    <FakeServer handlers={{}}>
      <LiveAnswersContext value={live}>
        <Answer message={messageOf({ content: 'Finished' })} last={false} />
        <Answer message={messageOf({ content: 'Word 0', status: 'streaming' })} last />
      </LiveAnswersContext>
    </FakeServer>,
  )
  await screen.findByText(/Word 0 1 .* 50$/)
  expect(rendered.length).toBeGreaterThan(50)
  expect(rendered.filter((text) => text === 'Finished')).toHaveLength(1)
})

const show = (fields: Parameters<typeof messageOf>[0], last = true) =>
  render(
    <FakeServer handlers={{}}>
      <Answer message={messageOf(fields)} last={last} />
    </FakeServer>,
  )

it('says how an answer ended and offers the ways on', () => {
  show({ status: 'interrupted', content: 'Half an' })
  expect(screen.getByText('Interrupted: the server stopped.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy()
  expect(screen.getAllByRole('button', { name: 'Try again' })).not.toHaveLength(0)
})

it('offers to continue only where there is something to go on from', () => {
  show({ status: 'failed', content: '', error: { message: 'Overloaded.', retryable: true } })
  expect(screen.getByText('Failed: Overloaded.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
})

it('folds the reasoning and shows the answer', () => {
  show({
    content: 'Yes',
    parts: [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Yes' },
    ],
  })
  expect(screen.getByText('Reasoning').closest('details')?.open).toBe(false)
  expect(screen.getByText('Yes')).toBeTruthy()
})
