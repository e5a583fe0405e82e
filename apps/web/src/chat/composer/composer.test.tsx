import { limits } from '@parley/contract'
import { act, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import { reachable } from '../../api/reachability.ts'
import { readDraft, returnToDraft, writeDraft } from '../sending/drafts.ts'
import { noteRefusal, refusals } from '../sending/refusals.ts'
import { Composer } from './composer.tsx'

const onSend = vi.fn<(text: string) => void>()
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const type = (text: string) => fireEvent.change(field(), { target: { value: text } })
const show = (onStop?: () => void) =>
  render(<Composer draft="c" maxChars={limits.messageChars} onSend={onSend} onStop={onStop} stopping={false} />)

beforeEach(() => {
  onSend.mockReset()
  writeDraft('c', '')
  refusals.set(new Map())
})

it('sends on Enter, breaks the line on Shift+Enter, and waits while characters are composed', () => {
  show()
  type('Hello')
  fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true })
  const composing = createEvent.keyDown(field(), { key: 'Enter' })
  Object.defineProperty(composing, 'isComposing', { value: true })
  fireEvent(field(), composing)
  expect(onSend).not.toHaveBeenCalled()
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(onSend).toHaveBeenCalledExactlyOnceWith('Hello')
  expect(field().value).toBe('')
})

it('never sends white space alone and keeps it', () => {
  show()
  type(' \n ')
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(readDraft('c')).toBe(' \n ')
})

it('shows a refused text again with the reason beside it, until it is changed', () => {
  show()
  act(() => {
    returnToDraft('c', 'Refused text')
    noteRefusal('c', {
      reason: 'TOO_MANY_REQUESTS',
      message: 'Too many.',
      field: null,
      retryAfter: 20,
      requestId: null,
    })
  })
  expect(field().value).toBe('Refused text')
  expect(screen.getByText(/Try again in 20 seconds/)).toBeTruthy()
  type('Refused text, changed')
  expect(screen.queryByText(/Try again in/)).toBeNull()
})

it('keeps what is typed while an answer is written, and offers to stop it', () => {
  const onStop = vi.fn<() => void>()
  show(onStop)
  type('Next question')
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(readDraft('c')).toBe('Next question')
  fireEvent.click(screen.getByRole('button', { name: 'Stop (Esc)' }))
  expect(onStop).toHaveBeenCalledOnce()
})

it('counts characters near the limit as the server counts them', () => {
  show()
  type('a'.repeat(limits.messageChars * 0.8))
  expect(screen.queryByText(/characters/)).toBeNull()
  type('🙂'.repeat(limits.messageChars - 1))
  expect(screen.getByText('15,999 of 16,000 characters')).toBeTruthy()
})

it('does not send what is known to be too long, and says so without touching the text', () => {
  show()
  type('a'.repeat(limits.messageChars + 500))
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(field().value).toHaveLength(limits.messageChars + 500)
  expect(screen.getByText(/16,500 characters\. A message may have 16,000\./)).toBeTruthy()
  expect(screen.queryByText(/16,500 of 16,000/)).toBeNull()
})

it('says where the text is while the server is away, and offers no stop that cannot be done', () => {
  show(() => {})
  type('Next question')
  act(() => reachable.set(false))
  expect(screen.getByText('The server does not answer. Your text is kept on this device.')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Stop (Esc)' }).disabled).toBe(true)
  act(() => reachable.set(true))
})
