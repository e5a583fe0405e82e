import { afterEach, expect, it, vi } from 'vitest'

import { readDraft, returnToDraft, writeDraft } from './drafts.ts'

afterEach(() => vi.restoreAllMocks())

it('keeps a text per conversation across a reload', () => {
  writeDraft('a', 'one')
  writeDraft('b', 'two')
  expect([readDraft('a'), readDraft('b'), localStorage.getItem('parley:draft:a')]).toEqual(['one', 'two', 'one'])
  writeDraft('a', '')
  expect(localStorage.getItem('parley:draft:a')).toBeNull()
})

it('puts a refused text before what was typed since and loses neither', () => {
  writeDraft('a', 'typed since')
  returnToDraft('a', 'refused')
  expect(readDraft('a')).toBe('refused\n\ntyped since')
})

it('keeps the text for as long as the page lives where storage is full', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  writeDraft('c', 'kept')
  expect(readDraft('c')).toBe('kept')
  writeDraft('c', '')
})
